package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what happens in a session while it happens, a line for each thing. */
public final class LiveView {
    private final PrintWriter out;
    private final Palette palette;
    private final TimelineView timelines;
    private final Map<String, StringBuilder> replies = new HashMap<>();

    public LiveView(PrintWriter out, Palette palette) {
        this.out = out;
        this.palette = palette;
        this.timelines = new TimelineView(palette);
    }

    /** Prints it if it is of interest. */
    public void show(Received received) {
        switch (received) {
            case Received.Message message -> show(message);
            case Received.PlaybackEnded ended -> {
                String how = ended.complete() ? "heard to its end" : "cut";
                line(palette.faint("played"), seconds(ended.heardMillis()) + ", " + how);
            }
            case Received.Closed closed ->
                    line(palette.bad("closed"), closed.code() + " " + closed.reason());
        }
        out.flush();
    }

    private void show(Received.Message message) {
        JsonNode body = message.body();
        switch (message.type()) {
            case "parley.transcript.partial" ->
                    line(palette.faint("hearing"), palette.faint(message.text("text") + " …"));
            case "conversation.item.input_audio_transcription.completed" ->
                    line("heard", palette.strong(message.text("transcript")));
            case "parley.intent.recognized" ->
                    line(
                            "intent",
                            String.format(
                                    Locale.ROOT,
                                    "%s, confidence %.2f, by %s%s",
                                    palette.strong(message.text("intent")),
                                    body.path("confidence").asDouble(),
                                    message.text("source"),
                                    fields(body.path("slots"))));
            case "parley.tool.requested" ->
                    line("tool", message.text("tool") + fields(arguments(body)));
            case "response.output_audio_transcript.delta" ->
                    replies.computeIfAbsent(message.text("response_id"), id -> new StringBuilder())
                            .append(message.text("delta"));
            case "response.done" -> {
                JsonNode response = body.path("response");
                StringBuilder words = replies.remove(response.path("id").asText(""));
                String status = response.path("status").asText("");
                String said = words == null ? "" : words.toString().strip();
                String note = "completed".equals(status) ? "" : palette.bad(" [" + status + "]");
                line("reply", palette.strong(said) + note);
            }
            case "parley.timeline" -> timelines.draw(TurnTimeline.of(body)).forEach(out::println);
            case "error" ->
                    line(palette.bad("error"), body.path("error").path("message").asText(""));
            default -> {}
        }
    }

    private void line(String what, String text) {
        out.println("  " + what + ": " + text);
    }

    private static JsonNode arguments(JsonNode body) {
        return body.path("arguments");
    }

    private static String fields(JsonNode fields) {
        if (fields.isTextual()) {
            return " " + fields.asText();
        }
        return fields.isEmpty()
                ? ""
                : fields.properties().stream()
                        .map(field -> field.getKey() + "=" + field.getValue().asText())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
