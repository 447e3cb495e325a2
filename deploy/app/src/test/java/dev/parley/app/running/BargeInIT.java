package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Someone speaks while Parley does, and says how long it takes Parley to notice. */
@ExtendWith(SharedInstallation.class)
class BargeInIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final short[] SILENCE = new short[Caller.RATE];
    private static final int LOUD = 700;

    private final LocalInstallation parley;
    private PlainClient client;
    private String reply;

    BargeInIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @BeforeEach
    void parleySpeaksAtLength() throws InterruptedException {
        client = new PlainClient(parley);
        client.sound(SILENCE);
        client.type("what can you do");
        reply = client.await("response.done").response();
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void assentOnlyPausesIt() throws Exception {
        // Given
        short[] assent = fromItsFirstSound("okay");

        // When
        long sounded = System.nanoTime();
        client.sound(assent);
        client.sound(SILENCE);
        client.sound(SILENCE);
        PlainClient.Told paused = client.await("parley.playback.paused");
        PlainClient.Told resumed = client.await("parley.playback.resumed");

        // Then
        say("paused", sounded, paused);
        say("went on", sounded, resumed);
        assertThat(paused.text("response_id")).isEqualTo(reply);
        assertThat(resumed.text("response_id")).isEqualTo(reply);
        assertThat(written(Topics.CANCELLATIONS))
                .noneMatch(Cancellation.ReplyCancelled.class::isInstance);
    }

    @Test
    void wordsEndIt() throws Exception {
        // Given
        short[] question = fromItsFirstSound("what is twelve plus twelve");

        // When
        long sounded = System.nanoTime();
        client.sound(question);
        client.sound(SILENCE);
        client.sound(SILENCE);
        PlainClient.Told paused = client.await("parley.playback.paused");
        PlainClient.Told cancelled = client.await("parley.reply.cancelled");
        PlainClient.Told answer = client.await("response.done");

        // Then
        say("paused", sounded, paused);
        say("yielded", sounded, cancelled);
        assertThat(cancelled.text("response_id")).isEqualTo(reply);
        assertThat(answer.body().toString()).contains("24");
        Control.PlaybackEnded ended = cut();
        assertThat(ended.reply().value()).isEqualTo(reply);
        assertThat(ended.sentences()).isNotNull();
    }

    @Test
    void aClientThatThrewItsSoundAwayIsToldTheRest() throws Exception {
        // Given
        short[] assent = fromItsFirstSound("okay");

        // When
        client.sound(assent);
        client.await("input_audio_buffer.speech_started");
        client.send(
                """
                {"type":"conversation.item.truncate","item_id":"item_%s","content_index":0,
                "audio_end_ms":1500}
                """
                        .formatted(reply));
        client.sound(SILENCE);
        String rest = client.await("response.created").response();
        PlainClient.Told done = client.await("response.done");

        // Then
        assertThat(rest).isEqualTo(reply + "_rest1");
        assertThat(done.response()).isEqualTo(rest);
        assertThat(done.body().at("/response/status").asText()).isEqualTo("completed");
        assertThat(words(rest)).isNotEmpty();
        assertThat(words(reply)).endsWith(words(rest)).isNotEqualTo(words(rest));
        assertThat(client.told())
                .anyMatch(
                        each ->
                                each.type().equals("response.output_audio.delta")
                                        && each.text("response_id").equals(rest));
    }

    private String words(String response) {
        return String.join(
                "",
                client.told().stream()
                        .filter(
                                each ->
                                        each.type()
                                                .equals("response.output_audio_transcript.delta"))
                        .filter(each -> each.text("response_id").equals(response))
                        .map(each -> each.text("delta"))
                        .toList());
    }

    private Control.PlaybackEnded cut() throws InterruptedException {
        return new TopicReader(parley)
                        .await(
                                client.session(),
                                Topics.CONTROL,
                                all -> all.stream().map(Envelope::event).anyMatch(BargeInIT::isCut),
                                PATIENCE)
                        .stream()
                        .map(Envelope::event)
                        .filter(BargeInIT::isCut)
                        .map(Control.PlaybackEnded.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private static boolean isCut(Event event) {
        return event instanceof Control.PlaybackEnded ended && !ended.complete();
    }

    private List<Event> written(Topic topic) {
        return new TopicReader(parley)
                .of(client.session(), topic).stream().<Event>map(Envelope::event).toList();
    }

    private static short[] fromItsFirstSound(String words) throws Exception {
        short[] samples = Caller.spoken(words);
        int from = 0;
        while (Math.abs(samples[from]) < LOUD) {
            from++;
        }
        return Arrays.copyOfRange(samples, from, samples.length);
    }

    private static void say(String what, long sounded, PlainClient.Told told) {
        System.out.printf(
                "barge-in: %s %d ms after the first sound%n",
                what, (told.atNanos() - sounded) / 1_000_000);
    }
}
