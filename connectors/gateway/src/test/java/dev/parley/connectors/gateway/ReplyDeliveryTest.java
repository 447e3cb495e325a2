package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Turn;
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

/** Who speaks when synthesis or dialogue is silent; the test tells the time, in ms. */
class ReplyDeliveryTest {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final long UNANSWERED_AFTER = 15_000 + 5_000;
    private static final long UNHEARD_AFTER = 8_000;
    private static final SessionId SESSION = SessionId.on(0, "test");
    private static final TurnId TURN = new TurnId("t1");
    private static final ReplyId REPLY = new ReplyId("r1");

    private final RecordedSentence apology = RecordedSentence.load();
    private final MemoryLog log = new MemoryLog();
    private final List<JsonNode> told = new ArrayList<>();
    private final Playback playback =
            new Playback(
                    new SessionWriter(
                            log, SESSION, "gateway-test", InstantSource.fixed(Instant.EPOCH)),
                    Duration.ofMillis(500));
    private AudioFormat format = AudioFormat.DEFAULT;
    private boolean text;
    private final ReplyDelivery replies =
            new ReplyDelivery(
                    new ServerEvents(SESSION, json -> told.add(read(json))),
                    new Items(),
                    playback,
                    new FunctionCalls(
                            new SessionWriter(
                                    log,
                                    SESSION,
                                    "gateway-test",
                                    InstantSource.fixed(Instant.EPOCH)),
                            Duration.ofSeconds(10)),
                    turn ->
                            new ResponseForm(
                                    text,
                                    format,
                                    null,
                                    com.fasterxml.jackson.databind.node.TextNode.valueOf("inf")),
                    apology,
                    GatewayConfig.Patience.defaults(),
                    DEADLINE,
                    reply -> List.of());

    @Test
    void playsTheRecordedSentenceInsteadOfASentenceThatNobodySpeaks() {
        // Given
        replies.on(sentence(0, "It is ten.", true), at(0));

        // When
        passTo(UNHEARD_AFTER - 1);
        int before = told.size();
        passTo(UNHEARD_AFTER);

        // Then
        assertThat(types(told.subList(0, before))).doesNotContain("response.output_audio.delta");
        assertThat(types(told))
                .startsWith(
                        "response.created",
                        "rate_limits.updated",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_audio_transcript.delta",
                        "response.output_audio_transcript.delta",
                        "response.output_audio.delta")
                .endsWith(
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        assertThat(transcript()).isEqualTo("It is ten. " + apology.text());
        assertThat(millisHeard()).isEqualTo(apology.millis()).isBetween(2_000L, 6_000L);
        assertThat(done().at("/response/status").asText()).isEqualTo("failed");
        assertThat(done().at("/response/status_details/reason").asText()).isEqualTo("no_sound");
        assertThat(done().at("/response/output/0/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void saysThatNothingOfTheUnspokenReplyWasHeard() {
        // Given
        replies.on(sentence(0, "It is ten.", true), at(0));

        // When
        passTo(UNHEARD_AFTER);
        long over = UNHEARD_AFTER + apology.millis() + 500;
        playback.due(at(over - 2));
        List<Control.PlaybackEnded> before = ended();
        playback.due(at(over + 1));

        // Then
        assertThat(before).isEmpty();
        assertThat(ended()).containsExactly(new Control.PlaybackEnded(REPLY, TURN, 0, false, 0, 0));
        assertThat(log.written(SESSION, Control.PlaybackStarted.class)).isEmpty();
    }

    @Test
    void countsOnlyTheReplysOwnSoundWhenSynthesisFallsSilentInIt() {
        // Given
        replies.on(sentence(0, "One.", false), at(0));
        replies.on(sentence(1, "Two.", true), at(0));
        sound(0, 0, 40, at(100));
        replies.on(new Audio.SentenceSpoken(REPLY, TURN, 1, 0, 1, 40, false), at(100));

        // When
        passTo(100 + UNHEARD_AFTER);
        playback.due(Long.MAX_VALUE);

        // Then
        assertThat(transcript()).isEqualTo("One. Two. " + apology.text());
        assertThat(ended())
                .containsExactly(new Control.PlaybackEnded(REPLY, TURN, 40, false, 1, 0));
    }

    @Test
    void dropsWhatIsSpokenTooLate() {
        // Given
        replies.on(sentence(0, "It is ten.", true), at(0));
        passTo(UNHEARD_AFTER);
        int before = told.size();

        // When
        sound(0, 0, 40, at(UNHEARD_AFTER + 1));
        replies.on(new Audio.SentenceSpoken(REPLY, TURN, 1, 0, 1, 40, true), at(UNHEARD_AFTER + 1));
        passTo(UNHEARD_AFTER + 100_000);

        // Then
        assertThat(told).hasSize(before);
    }

    @Test
    void aReplyWhoseNextSentenceIsStillThoughtOutIsNotHurried() {
        // Given
        replies.on(sentence(0, "One.", false), at(0));
        sound(0, 0, 40, at(100));
        replies.on(new Audio.SentenceSpoken(REPLY, TURN, 1, 0, 1, 40, false), at(100));

        // When
        passTo(100 + 2 * UNHEARD_AFTER);

        // Then
        assertThat(types(told)).doesNotContain("response.done");
        assertThat(transcript()).isEqualTo("One.");
    }

    @Test
    void playsTheRecordedSentenceForATurnThatNobodyAnswers() {
        // Given
        replies.on(turn(TURN), at(0));

        // When
        passTo(UNANSWERED_AFTER - 1);
        assertThat(told).isEmpty();
        passTo(UNANSWERED_AFTER);

        // Then
        assertThat(types(told)).startsWith("response.created").endsWith("response.done");
        assertThat(transcript()).isEqualTo(apology.text());
        assertThat(millisHeard()).isEqualTo(apology.millis());
        assertThat(done().at("/response/status").asText()).isEqualTo("failed");
        assertThat(done().at("/response/status_details/reason").asText()).isEqualTo("no_answer");
    }

    @Test
    void speaksForEachUnansweredTurnOnce() {
        // Given
        replies.on(turn(TURN), at(0));
        replies.on(turn(new TurnId("t2")), at(5_000));

        // When
        passTo(UNANSWERED_AFTER + 4_999);
        long first = count("response.done");
        passTo(10 * UNANSWERED_AFTER);

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(count("response.done")).isEqualTo(2);
        assertThat(replies.nextDue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTurnThatIsAnsweredOrCancelledNeedsNoRecording() {
        // Given
        TurnId cancelled = new TurnId("t2");
        replies.on(turn(TURN), at(0));
        replies.on(turn(cancelled), at(0));

        // When
        replies.on(sentence(0, "It is ten.", true), at(1_000));
        sound(0, 0, 40, at(1_100));
        replies.on(new Audio.SentenceSpoken(REPLY, TURN, 1, 0, 1, 40, true), at(1_100));
        replies.on(
                new Cancellation.ReplyCancelled(new ReplyId("r2"), cancelled, "client"), at(1_200));
        passTo(10 * UNANSWERED_AFTER);

        // Then
        assertThat(transcript()).isEqualTo("It is ten.");
        assertThat(count("response.done")).isEqualTo(1);
    }

    @Test
    void aReplyMayBeReadBeforeTheEndOfItsTurn() {
        // When
        replies.on(sentence(0, "It is ten.", true), at(0));
        sound(0, 0, 40, at(100));
        replies.on(new Audio.SentenceSpoken(REPLY, TURN, 1, 0, 1, 40, true), at(100));
        replies.on(turn(TURN), at(101));
        passTo(10 * UNANSWERED_AFTER);

        // Then
        assertThat(count("response.done")).isEqualTo(1);
    }

    @Test
    void isHeardInTheRateThatTheClientWants() {
        // Given
        format = new AudioFormat(null, 8_000);
        replies.on(turn(TURN), at(0));

        // When
        passTo(UNANSWERED_AFTER);

        // Then
        assertThat(samples() / 8L).isBetween(apology.millis() - 5, apology.millis() + 5);
    }

    private void passTo(long millis) {
        while (replies.nextDue() <= at(millis)) {
            replies.due(replies.nextDue());
        }
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Reply.Sentence sentence(int index, String text, boolean last) {
        return new Reply.Sentence(REPLY, TURN, index, Personal.of(text), last);
    }

    private void sound(int sentence, int index, int millis, long now) {
        replies.on(
                new Audio.Chunk(
                        REPLY, TURN, 1, sentence, index, Personal.of(new byte[millis * 48])),
                new Times(Instant.EPOCH, Instant.EPOCH),
                Instant.EPOCH,
                now);
    }

    private static Turn.Ended turn(TurnId turn) {
        return new Turn.Ended(
                turn,
                Personal.of("what time is it"),
                0.9,
                true,
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private List<Control.PlaybackEnded> ended() {
        return log.written(SESSION, Control.PlaybackEnded.class);
    }

    private static List<String> types(List<JsonNode> events) {
        return TurnTest.types(events);
    }

    private long count(String type) {
        return types(told).stream().filter(type::equals).count();
    }

    private JsonNode done() {
        assertThat(types(told)).endsWith("response.done");
        return told.getLast();
    }

    private String transcript() {
        return deltas("response.output_audio_transcript.delta").stream()
                .collect(Collectors.joining());
    }

    private long samples() {
        return deltas("response.output_audio.delta").stream()
                .mapToInt(delta -> Base64.getDecoder().decode(delta).length / 2)
                .sum();
    }

    private long millisHeard() {
        return samples() / 24;
    }

    private List<String> deltas(String type) {
        return told.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.path("delta").asText())
                .toList();
    }

    private static JsonNode read(String json) {
        try {
            return Client.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
