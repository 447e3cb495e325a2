package dev.parley.app.scenario;

import dev.parley.app.client.Palette;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A conversation's events as lines for people. */
final class Transcript {
    /** What is said elsewhere, or is no news. */
    private static final Set<Topic> LEFT_OUT = Set.of(Topics.CONVERSATION, Topics.AUDIT);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

    private final ZoneId zone;
    private final Palette palette;
    private final boolean manyClients;

    Transcript(ZoneId zone, Palette palette, boolean manyClients) {
        this.zone = zone;
        this.palette = palette;
        this.manyClients = manyClients;
    }

    /** A line for each event that says something, with the day where it changes. */
    List<String> lines(List<Happening> events) {
        List<String> lines = new ArrayList<>();
        String day = "";
        for (Happening each : events) {
            String line = LEFT_OUT.contains(each.topic()) ? null : line(each.event());
            if (line == null) {
                continue;
            }
            String today = each.at().atZone(zone).format(DAY);
            if (!today.equals(day)) {
                lines.add(palette.faint(today));
                day = today;
            }
            lines.add(
                    palette.faint(each.at().atZone(zone).format(CLOCK))
                            + "  "
                            + (manyClients ? "%-14s".formatted(each.client()) : "")
                            + line);
        }
        return lines;
    }

    private @Nullable String line(Event event) {
        return switch (event) {
            case Control.TextSubmitted typed ->
                    palette.strong("user    " + typed.text().orElse("(erased)"));
            case Speech.Final heard ->
                    palette.strong("user    " + heard.text().orElse("(erased)"))
                            + palette.faint(" (heard, %s)".formatted(rounded(heard.confidence())));
            case Intent.Recognized found -> palette.faint(intent(found));
            case Tool.Requested call -> palette.faint(call(call));
            case Tool.Failed failed ->
                    palette.faint(
                            "failed  %s %s: %s"
                                    .formatted(
                                            failed.tool(),
                                            failed.reason(),
                                            failed.message().orElse("")));
            case Reply.Sentence sentence ->
                    palette.accent("parley  " + sentence.text().orElse("(erased)"));
            case Cancellation.ReplyCancelled cancelled ->
                    palette.faint("cancel  the reply, by " + cancelled.cause());
            case Cancellation.ReplyPaused paused -> palette.faint("pause   the voice");
            case Cancellation.ReplyResumed resumed -> palette.faint("resume  the voice");
            case Timer.Requested asked when asked.purpose() == Timer.Purpose.RING ->
                    palette.faint("timer   due " + asked.due().atZone(zone).format(CLOCK));
            case Timer.Fired fired when fired.purpose() == Timer.Purpose.RING ->
                    palette.faint("ring    " + fired.label().orElse(""));
            case Timer.Fired deadline -> palette.faint("late    the turn's deadline");
            case Control.SessionStarted started -> palette.faint("arrives");
            case Control.SessionResumed resumed -> palette.faint("returns to its session");
            case Control.SessionEnded ended -> palette.faint("leaves  " + ended.reason());
            case Failure.StageFailed failed ->
                    palette.bad("failed  %s: %s".formatted(failed.stage(), failed.cause()));
            case Failure.DeadLetter letter ->
                    palette.bad(
                            "dead    %s couldn't handle %s@%d: %s"
                                    .formatted(
                                            letter.stage(),
                                            letter.topic(),
                                            letter.offset(),
                                            letter.cause()));
            default -> null;
        };
    }

    static String intent(Intent.Recognized found) {
        return "intent  %s (%s, %s)%s"
                .formatted(
                        found.intent(),
                        found.source(),
                        rounded(found.confidence()),
                        values(found.slots().orElse(Map.of())));
    }

    static String call(Tool.Requested call) {
        return "call    " + call.tool() + values(call.arguments().orElse(Map.of()));
    }

    private static String values(Map<String, String> values) {
        return values.isEmpty()
                ? ""
                : new TreeMap<>(values)
                        .entrySet().stream()
                                .map(each -> each.getKey() + ": " + oneLine(each.getValue()))
                                .collect(Collectors.joining(", ", " {", "}"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " | ");
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
