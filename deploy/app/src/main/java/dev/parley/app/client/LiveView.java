package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints what happens in a session while it happens. What is being heard passes on one line of a
 * terminal; elsewhere it is printed now and then.
 */
public final class LiveView {
    private static final long PARTIALS_APART_NANOS = 500_000_000;
    private static final String INDENT = "  ";
    private static final int LABEL_WIDTH = 9;
    private static final int TEXT_WIDTH = Terminal.COLUMNS - INDENT.length() - LABEL_WIDTH;

    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]\\s*$");

    private final Terminal terminal;
    private final Palette palette;
    private final TimelineView timelines;
    private final @Nullable MeterLine meter;
    private final Map<String, String> unfinished = new HashMap<>();
    private long lastPartialAt = Long.MIN_VALUE / 2;

    public LiveView(Terminal terminal, TimelineView timelines) {
        this(terminal, timelines, null);
    }

    /**
     * @param meter the line on which what is being heard is shown, where lines can be rewritten
     */
    LiveView(Terminal terminal, TimelineView timelines, @Nullable MeterLine meter) {
        this.meter = meter;
        this.terminal = terminal;
        this.palette = terminal.palette();
        this.timelines = timelines;
    }

    /** Prints it if it is of interest. */
    public void show(Received received) {
        switch (received) {
            case Received.Message message -> show(message);
            case Received.PlaybackEnded ended -> {
                String how = ended.complete() ? "to its end" : "until it was cut";
                line("played", seconds(ended.heardMillis()) + ", " + how);
            }
            case Received.Resumed resumed ->
                    line(
                            "session",
                            "goes on after "
                                    + seconds(resumed.downMillis())
                                    + " without a connection");
            case Received.Closed closed ->
                    line("closed", palette.bad((closed.code() + " " + closed.reason()).strip()));
        }
    }

    /** Prints what the session itself doesn't tell. */
    void note(String what, String text) {
        wrapped(what, text);
    }

    private void show(Received.Message message) {
        JsonNode body = message.body();
        switch (message.type()) {
            case "parley.transcript.partial" -> partial(message);
            case "conversation.item.input_audio_transcription.completed" -> {
                if (meter != null) {
                    meter.words("");
                }
                strong("heard", message.text("transcript").strip());
            }
            case "parley.intent.recognized" ->
                    wrapped(
                            "intent",
                            String.format(
                                    Locale.ROOT,
                                    "%s, confidence %.2f, by %s%s",
                                    message.text("intent"),
                                    body.path("confidence").asDouble(),
                                    message.text("source"),
                                    fields(body.path("slots"))));
            case "parley.tool.requested" ->
                    wrapped("tool", message.text("tool") + fields(body.path("arguments")));
            case "response.output_audio_transcript.delta" ->
                    reply(message.text("response_id"), message.text("delta"));
            case "parley.reply.cancelled" -> line("reply", palette.bad("cancelled"));
            case "response.done" -> {
                rest(body.path("response").path("id").asText(""));
                String status = body.path("response").path("status").asText("");
                if (!"completed".equals(status)) {
                    line("reply", palette.bad(status));
                }
            }
            case "parley.timeline" -> timelines.draw(TurnTimeline.of(body)).forEach(terminal::line);
            case "error" -> {
                for (String part : wrap(body.path("error").path("message").asText(""))) {
                    line("error", palette.bad(part));
                }
            }
            default -> {}
        }
    }

    private void partial(Received.Message message) {
        String words = message.text("text");
        if (meter != null && terminal.isRewritable()) {
            meter.words(words);
            meter.draw();
        } else if (terminal.isRewritable()) {
            int longest = TEXT_WIDTH - 4;
            int from = Math.max(0, words.length() - longest);
            terminal.passing(
                    label("hearing") + (from == 0 ? "" : "…") + words.substring(from) + " …");
        } else if (message.atNanos() - lastPartialAt >= PARTIALS_APART_NANOS) {
            lastPartialAt = message.atNanos();
            for (String part : wrap(words + " …")) {
                line("hearing", palette.faint(part));
            }
        }
    }

    /** A reply is printed sentence by sentence. */
    private void reply(String id, String delta) {
        unfinished.merge(id, delta, String::concat);
        if (SENTENCE_END.matcher(delta).find()) {
            rest(id);
        }
    }

    private void rest(String id) {
        String words = unfinished.remove(id);
        if (words != null && !words.isBlank()) {
            strong("reply", words.strip());
        }
    }

    private void strong(String what, String text) {
        List<String> parts = wrap(text);
        for (int i = 0; i < parts.size(); i++) {
            line(i == 0 ? what : "", palette.strong(parts.get(i)));
        }
    }

    private void wrapped(String what, String text) {
        List<String> parts = wrap(text);
        for (int i = 0; i < parts.size(); i++) {
            line(i == 0 ? what : "", parts.get(i));
        }
    }

    private void line(String what, String text) {
        terminal.line(palette.faint(label(what)) + text);
    }

    static String label(String what) {
        return INDENT + String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", what);
    }

    /** The text in lines that fit; a word longer than a line is cut. */
    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > TEXT_WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(Terminal.cut(word, TEXT_WIDTH));
        }
        lines.add(line.toString());
        return lines;
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
