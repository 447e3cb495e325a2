package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A voice that pauses, and goes on or doesn't; the test tells the time, in ms. */
class PauseTest {
    private static final SessionId SESSION = SessionId.on(0, "test");
    private static final TurnId TURN = new TurnId("t1");
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final Times NEVER = new Times(Instant.EPOCH, Instant.EPOCH);
    private static final long PIECE = 100;

    private final MemoryLog log = new MemoryLog();
    private final List<JsonNode> told = new ArrayList<>();
    private final List<Envelope<?>> written = new ArrayList<>();
    private final SessionWriter writer =
            new SessionWriter(log, SESSION, "gateway-test", InstantSource.fixed(Instant.EPOCH));
    private final Playback playback = new Playback(writer, Duration.ofMillis(500));
    private final ReplyDelivery replies =
            new ReplyDelivery(
                    new ServerEvents(SESSION, json -> told.add(read(json))),
                    new Items(),
                    playback,
                    new FunctionCalls(writer, Duration.ofSeconds(10)),
                    turn ->
                            new ResponseForm(
                                    false, AudioFormat.DEFAULT, null, TextNode.valueOf("inf")),
                    RecordedSentence.load(),
                    GatewayConfig.Patience.defaults(),
                    Duration.ofSeconds(15),
                    reply -> List.copyOf(written));

    @Test
    void holdsWhatComesWhileItIsPaused() {
        // Given
        sentence(0, "One two three four.", true, at(0));
        sound(0, 0, at(0));

        // When
        pause(at(50));
        sound(0, 1, at(60));
        List<String> meanwhile = types();
        resume(at(900));

        // Then
        assertThat(meanwhile).endsWith("response.output_audio.delta", "parley.playback.paused");
        assertThat(types()).endsWith("parley.playback.resumed", "response.output_audio.delta");
        assertThat(millis("r1")).isEqualTo(2 * PIECE);
    }

    @Test
    void standsStillForTheEstimateOfWhatWasHeard() {
        // Given
        say(4, at(0));

        // When
        pause(at(150));
        resume(at(1_150));
        playback.due(at(1_150 + 249 + 500));
        List<Control.PlaybackEnded> before = ended();
        playback.due(at(1_150 + 251 + 500));

        // Then
        assertThat(before).isEmpty();
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 400, true, 1, 0));
    }

    @Test
    void wasHeardUpToThePauseIfItIsCutThere() {
        // Given
        say(4, at(0));

        // When
        pause(at(150));
        replies.on(new Cancellation.ReplyCancelled(REPLY, TURN, "speech"), at(1_150));
        playback.due(at(1_150 + 500));

        // Then
        assertThat(types()).endsWith("parley.playback.paused", "parley.reply.cancelled");
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 150, false, 0, 1));
    }

    @Test
    void tellsAgainWhatAClientThrewAway() {
        // Given
        say(4, at(0));
        pause(at(210));

        // When
        boolean known = playback.reported(REPLY, 230, false, at(215));
        List<Control.PlaybackEnded> meanwhile = ended();
        int before = told.size();
        resume(at(900));

        // Then
        assertThat(known).isTrue();
        assertThat(meanwhile).isEmpty();
        assertThat(types().subList(before, told.size()))
                .startsWith("response.created")
                .endsWith("response.done")
                .doesNotContain("parley.playback.resumed");
        assertThat(millis("r1_rest1")).isEqualTo(2 * PIECE);
        assertThat(words("r1_rest1")).isEqualTo("three four.");

        // When
        playback.reported(new ReplyId("r1_rest1"), 200, true, at(1_200));

        // Then
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 400, true, 1, 0));
    }

    @Test
    void tellsTheRestOfAReplyThatIsStillBeingMade() {
        // Given
        sentence(0, "One two three four.", false, at(0));
        sound(0, 0, at(0));
        sound(0, 1, at(0));
        pause(at(120));

        // When
        playback.reported(REPLY, 120, false, at(130));
        resume(at(900));
        sound(0, 2, at(1_000));
        sound(0, 3, at(1_000));
        spoken(0, 4, false, at(1_000));
        sentence(1, "Five.", true, at(1_100));
        sound(1, 0, at(1_100));
        spoken(1, 1, true, at(1_100));

        // Then
        assertThat(told.stream().filter(each -> type(each).equals("response.done")))
                .extracting(each -> each.at("/response/status").asText())
                .containsExactly("cancelled", "completed");
        assertThat(millis("r1_rest1")).isEqualTo(4 * PIECE);
        assertThat(words("r1_rest1")).isEqualTo("two three four. Five.");
        assertThat(playback.told(new ReplyId("r1_rest1"))).isEqualTo(REPLY);

        // When
        playback.reported(new ReplyId("r1_rest1"), 150, false, at(1_300));

        // Then
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 250, false, 0, 2));
    }

    @Test
    void aClientThatIsQuickerThanThePauseMayHaveItsReplyBack() {
        // Given
        say(4, at(0));
        replies.userSpeaks();
        playback.reported(REPLY, 200, false, at(200));

        // When
        pause(at(205));
        resume(at(800));
        replies.userIsSilent(at(801));

        // Then
        assertThat(millis("r1_rest1")).isEqualTo(2 * PIECE);
        assertThat(ended()).isEmpty();
    }

    @Test
    void whatWasCutAndNeverPausedIsOver() {
        // Given
        say(4, at(0));
        replies.userSpeaks();
        playback.reported(REPLY, 200, false, at(200));

        // When
        replies.userIsSilent(at(801));

        // Then
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 200, false, 0, 2));
    }

    @Test
    void whatAClientCutIsOverAtOnceWhenTheReplyIsCancelled() {
        // Given
        say(4, at(0));
        pause(at(150));
        playback.reported(REPLY, 130, false, at(160));

        // When
        replies.on(new Cancellation.ReplyCancelled(REPLY, TURN, "speech"), at(700));
        playback.due(at(700));

        // Then
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 130, false, 0, 1));
    }

    @Test
    void goesOnByItselfIfNobodyEndsThePause() {
        // Given
        sentence(0, "One two three four.", true, at(0));
        sound(0, 0, at(0));
        pause(at(50));
        sound(0, 1, at(60));

        // When
        replies.due(replies.nextDue());

        // Then
        assertThat(types()).endsWith("parley.playback.resumed", "response.output_audio.delta");
    }

    @Test
    void aReplyThatWasHeardIsNotPaused() {
        // Given
        say(4, at(0));
        playback.reported(REPLY, 400, true, at(450));
        int before = told.size();

        // When
        pause(at(460));
        resume(at(470));

        // Then
        assertThat(told).hasSize(before);
    }

    private void say(int pieces, long now) {
        sentence(0, "One two three four.", true, now);
        for (int i = 0; i < pieces; i++) {
            sound(0, i, now);
        }
        spoken(0, pieces, true, now);
    }

    private void sentence(int index, String text, boolean last, long now) {
        Reply.Sentence sentence = new Reply.Sentence(REPLY, TURN, index, Personal.of(text), last);
        write(sentence);
        replies.on(sentence, now);
    }

    /** Each piece ends with a word. */
    private void sound(int sentence, int index, long now) {
        Audio.Chunk chunk =
                new Audio.Chunk(
                        REPLY,
                        TURN,
                        1,
                        sentence,
                        index,
                        Personal.of(new byte[(int) PIECE * 48]),
                        index + 1);
        write(chunk);
        replies.on(chunk, NEVER, Instant.EPOCH, now);
    }

    private void spoken(int sentence, int chunks, boolean last, long now) {
        Audio.SentenceSpoken spoken =
                new Audio.SentenceSpoken(REPLY, TURN, 1, sentence, chunks, chunks * PIECE, last);
        write(spoken);
        replies.on(spoken, now);
    }

    private void write(Event event) {
        written.add(
                new Envelope<>(
                        EventId.of("test", written.size()),
                        SESSION,
                        new Owner.Session(SESSION),
                        NEVER,
                        null,
                        event));
    }

    private void pause(long now) {
        replies.on(new Cancellation.ReplyPaused(REPLY, TURN), now);
    }

    private void resume(long now) {
        replies.on(new Cancellation.ReplyResumed(REPLY, TURN), now);
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private List<Control.PlaybackEnded> ended() {
        return log.written(SESSION, Control.PlaybackEnded.class);
    }

    private List<String> types() {
        return TurnTest.types(told);
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }

    private List<String> deltas(String type, String response) {
        return told.stream()
                .filter(event -> type(event).equals(type))
                .filter(event -> event.path("response_id").asText().equals(response))
                .map(event -> event.path("delta").asText())
                .toList();
    }

    private long millis(String response) {
        return deltas("response.output_audio.delta", response).stream()
                .mapToInt(delta -> Base64.getDecoder().decode(delta).length / 48)
                .sum();
    }

    private String words(String response) {
        return deltas("response.output_audio_transcript.delta", response).stream()
                .collect(Collectors.joining());
    }

    private static JsonNode read(String json) {
        try {
            return Client.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
