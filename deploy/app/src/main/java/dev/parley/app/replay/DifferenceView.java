package dev.parley.app.replay;

import dev.parley.app.client.Palette;
import dev.parley.streams.replay.Difference;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.replay.Replay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A replay's outcome as lines for people. */
final class DifferenceView {
    private static final int LONGEST_VALUE = 160;

    private final Palette palette;

    DifferenceView(Palette palette) {
        this.palette = palette;
    }

    List<String> lines(Recording recording, Replay.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        for (Difference difference : outcome.differences()) {
            lines.addAll(lines(difference));
        }
        lines.add(summary(recording, outcome));
        if (!recording.unreadable().isEmpty()) {
            lines.add(
                    palette.faint(
                            "  undecodable records, which were passed over: "
                                    + recording.unreadable().size()));
        }
        if (!recording.ended() && !outcome.differences().isEmpty()) {
            lines.add(
                    palette.faint(
                            "  the session has no end yet: what its stages were just about to write"
                                    + " counts as a difference"));
        }
        return lines;
    }

    List<String> lines(Difference difference) {
        List<String> lines = new ArrayList<>();
        String head =
                palette.strong(difference.topic().name())
                        + "  "
                        + palette.accent(difference.id().toString())
                        + "  "
                        + difference.type();
        switch (difference.kind()) {
            case CHANGED -> {
                lines.add(head);
                for (Difference.Change change : difference.changes()) {
                    lines.add("  " + change.path());
                    lines.add(palette.bad("  - " + shown(change.recorded())));
                    lines.add(palette.good("  + " + shown(change.replayed())));
                }
            }
            case ONLY_RECORDED -> {
                lines.add(head + "  " + palette.bad("only recorded"));
                for (Difference.Change change : own(difference)) {
                    lines.add(palette.bad("  - " + change.path() + " " + shown(change.recorded())));
                }
            }
            case ONLY_REPLAYED -> {
                lines.add(head + "  " + palette.good("only replayed"));
                for (Difference.Change change : own(difference)) {
                    lines.add(
                            palette.good("  + " + change.path() + " " + shown(change.replayed())));
                }
            }
        }
        return lines;
    }

    /** The event's own fields: its head tells its type, and session and owner are no news. */
    private static List<Difference.Change> own(Difference difference) {
        return difference.changes().stream()
                .filter(each -> !each.path().equals("type") && !each.path().startsWith("("))
                .toList();
    }

    private String summary(Recording recording, Replay.Outcome outcome) {
        int found = outcome.differences().size();
        String verdict =
                found == 0
                        ? palette.good("✓ no difference")
                        : palette.bad("✗ " + found + (found == 1 ? " difference" : " differences"));
        return "%s  %s: %d events of the conversation played through %s, %d of theirs compared"
                .formatted(
                        verdict,
                        recording.session(),
                        outcome.heard(),
                        String.join(", ", outcome.stages()),
                        outcome.compared());
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "(nothing)";
        }
        String text =
                value instanceof String s
                        ? "\"" + s.replaceAll("\\R", "\\\\n") + "\""
                        : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
