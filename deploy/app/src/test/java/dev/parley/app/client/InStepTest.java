package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class InStepTest {
    private static final int MS = RealtimeClient.REPLY_RATE / 1000;

    private final FakeLoudspeaker loudspeaker = new FakeLoudspeaker();
    private final List<String> shown = new ArrayList<>();
    private final InStep inStep = new InStep(loudspeaker, received -> shown.add(name(received)));

    @Test
    void showsWordsOnceTheirSoundBegins() {
        // Given
        words("r", "one");
        sound("r", 500);
        words("r", "two");
        sound("r", 500);
        done("r");

        // When, Then
        inStep.release();
        assertThat(shown).isEmpty();
        loudspeaker.heard = 10;
        inStep.release();
        assertThat(shown).containsExactly("one");
        loudspeaker.heard = 510;
        inStep.release();
        assertThat(shown).containsExactly("one", "two");
        inStep.accept(new Received.PlaybackEnded(0, "r", 1_000, true));
        assertThat(shown).containsExactly("one", "two", "response.done", "ended");
    }

    @Test
    void dropsTheWordsThatWerentReached() {
        // Given
        words("r", "one");
        sound("r", 500);
        words("r", "two");

        // When
        inStep.accept(new Received.PlaybackEnded(0, "r", 300, false));
        done("r");

        // Then
        assertThat(shown).containsExactly("one", "ended", "response.done");
    }

    @Test
    void showsAReplyWithoutSoundAtItsEnd() {
        // When
        words("r", "silent");
        done("r");

        // Then
        assertThat(shown).containsExactly("silent", "response.done");
    }

    private void words(String response, String words) {
        accept("response.output_audio_transcript.delta", response, words);
    }

    private void sound(String response, int millis) {
        loudspeaker.playing = List.of(response);
        accept(
                "response.output_audio.delta",
                response,
                Base64.getEncoder().encodeToString(new byte[millis * MS * 2]));
    }

    private void done(String response) {
        ObjectNode body = EventLines.event("response.done");
        body.putObject("response").put("id", response).put("status", "completed");
        inStep.accept(new Received.Message(0, "response.done", body));
    }

    private void accept(String type, String response, String delta) {
        ObjectNode body = EventLines.event(type).put("response_id", response).put("delta", delta);
        inStep.accept(new Received.Message(0, type, body));
    }

    private static String name(Received received) {
        return received instanceof Received.Message message
                ? message.text("delta").isEmpty() ? message.type() : message.text("delta")
                : "ended";
    }

    private static final class FakeLoudspeaker extends EmptyLoudspeaker {
        private long heard;
        private List<String> playing = List.of();

        @Override
        public List<String> playing() {
            return playing;
        }

        @Override
        public long heardMillis(String response) {
            return heard;
        }
    }
}
