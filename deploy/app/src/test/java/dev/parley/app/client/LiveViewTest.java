package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MILLI = 1_000_000;

    private final StringWriter out = new StringWriter();

    @Test
    void printsWhatIsBeingHeardNowAndThenWhereLinesStay() {
        // Given
        LiveView view = view(false);

        // When
        view.show(partial(0, "what"));
        view.show(partial(100, "what time"));
        view.show(partial(400, "what time is"));
        view.show(partial(600, "what time is it"));

        // Then
        assertThat(lines()).containsExactly("  hearing  what …", "  hearing  what time is it …");
    }

    @Test
    void writesWhatIsBeingHeardOverItselfOnATerminal() {
        // Given
        LiveView view = view(true);

        // When
        view.show(partial(0, "what"));
        view.show(partial(100, "what time"));
        view.show(
                message(
                        200,
                        "conversation.item.input_audio_transcription.completed",
                        "transcript",
                        "what time"));

        // Then
        assertThat(out.toString())
                .isEqualTo(
                        "\r\u001b[K  hearing  what …\r\u001b[K  hearing  what time …"
                                + "\r\u001b[K  heard    what time"
                                + System.lineSeparator());
    }

    @Test
    void keepsToTheWidth() {
        // Given
        String words = "word ".repeat(100).strip();

        // When
        for (boolean rewritable : new boolean[] {false, true}) {
            LiveView view = view(rewritable);
            view.show(partial(0, words));
            view.show(message(1, "response.output_audio_transcript.delta", "delta", words + "."));
        }

        // Then
        assertThat(out.toString().split("\\r\u001b\\[K|\\R"))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Terminal.COLUMNS));
    }

    @Test
    void printsAReplySentenceBySentence() {
        // Given
        LiveView view = view(false);

        // When
        view.show(message(0, "response.output_audio_transcript.delta", "delta", "Hello!"));
        view.show(message(1, "response.output_audio_transcript.delta", "delta", " What can I "));
        view.show(message(2, "response.output_audio_transcript.delta", "delta", "do for you?"));

        // Then
        assertThat(lines())
                .containsExactly("  reply    Hello!", "  reply    What can I do for you?");
    }

    private LiveView view(boolean rewritable) {
        Terminal terminal = new Terminal(new PrintWriter(out), Palette.PLAIN, rewritable);
        return new LiveView(terminal, new TimelineView(Palette.PLAIN, TimelineView.Detail.COMPACT));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private static Received partial(long millis, String text) {
        return message(millis, "parley.transcript.partial", "text", text);
    }

    private static Received message(long millis, String type, String field, String text) {
        ObjectNode body = JSON.createObjectNode().put("type", type).put(field, text);
        return new Received.Message(millis * MILLI, type, body);
    }
}
