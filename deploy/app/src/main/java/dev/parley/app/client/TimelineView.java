package dev.parley.app.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a turn's timeline for a terminal: a row for each segment with its milliseconds, its share
 * and a bar that stands where the segment stood in time; then what could not be attributed, and the
 * total.
 */
public final class TimelineView {
    private static final int BAR_WIDTH = 36;
    private static final String UNATTRIBUTED = "unattributed";
    private static final String TOTAL = "total";

    private final Palette palette;

    public TimelineView(Palette palette) {
        this.palette = palette;
    }

    /**
     * @return the lines, without line ends
     */
    public List<String> draw(TurnTimeline timeline) {
        long total = Math.max(1, timeline.totalMicros());
        int nameWidth = UNATTRIBUTED.length();
        for (TurnTimeline.Segment segment : timeline.segments()) {
            nameWidth = Math.max(nameWidth, label(segment).length());
        }
        List<String> lines = new ArrayList<>();
        long from = 0;
        for (TurnTimeline.Segment segment : timeline.segments()) {
            String bar = palette.accent(bar(from, segment.micros(), total, "█"));
            lines.add(row(label(segment), nameWidth, segment.micros(), total, bar));
            from += segment.micros();
        }
        long unattributed = timeline.unattributedMicros();
        String gap = palette.faint(bar(from, unattributed, total, "░"));
        lines.add(row(UNATTRIBUTED, nameWidth, unattributed, total, gap));
        lines.add(palette.strong(row(TOTAL, nameWidth, timeline.totalMicros(), total, "")));
        return lines;
    }

    private static String label(TurnTimeline.Segment segment) {
        return segment.stage().isEmpty() || segment.stage().equals(segment.name())
                ? segment.name()
                : segment.name() + " (" + segment.stage() + ")";
    }

    private static String row(String label, int width, long micros, long total, String bar) {
        String figures =
                String.format(
                        Locale.ROOT,
                        "  %-" + width + "s %9.1f ms %6.1f %%",
                        label,
                        micros / 1000.0,
                        100.0 * micros / total);
        return bar.isEmpty() ? figures : figures + "  " + bar;
    }

    private static String bar(long from, long micros, long total, String block) {
        if (micros <= 0) {
            return "";
        }
        int start = Math.min(column(from, total), BAR_WIDTH - 1);
        int end = Math.clamp(column(from + micros, total), start + 1, BAR_WIDTH);
        return " ".repeat(start) + block.repeat(end - start);
    }

    private static int column(long micros, long total) {
        return (int) Math.round((double) micros * BAR_WIDTH / total);
    }
}
