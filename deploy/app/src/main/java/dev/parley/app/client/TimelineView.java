package dev.parley.app.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a turn's timeline for a terminal: a row for each segment with its milliseconds, its share
 * and a bar; then what could not be attributed, and the total, to which the rows add up.
 */
public final class TimelineView {
    /** How much is told. */
    public enum Detail {
        /** A row for each kind of segment, in the order of the flow, the bars side by side. */
        COMPACT,
        /** A row for each segment; its bar stands where the segment stood in time. */
        FULL
    }

    private static final int BAR_WIDTH = 36;
    private static final int LEAST_SHARE_DRAWN = 200;
    private static final String UNATTRIBUTED = "unattributed";
    private static final String TOTAL = "total";

    private final Palette palette;
    private final Detail detail;

    public TimelineView(Palette palette, Detail detail) {
        this.palette = palette;
        this.detail = detail;
    }

    private record Row(String label, long micros) {}

    /**
     * @return the lines, without line ends
     */
    public List<String> draw(TurnTimeline timeline) {
        List<Row> rows = detail == Detail.FULL ? each(timeline) : byKind(timeline);
        long total = Math.max(1, timeline.totalMicros());
        int nameWidth = UNATTRIBUTED.length();
        for (Row row : rows) {
            nameWidth = Math.max(nameWidth, row.label().length());
        }
        List<String> lines = new ArrayList<>();
        long from = 0;
        for (Row row : rows) {
            String bar = bar(from, row.micros(), total, "█");
            lines.add(row(row, nameWidth, total, bar.isEmpty() ? "" : palette.accent(bar)));
            from += row.micros();
        }
        Row unattributed = new Row(UNATTRIBUTED, timeline.unattributedMicros());
        String gap = bar(from, unattributed.micros(), total, "░");
        lines.add(row(unattributed, nameWidth, total, gap.isEmpty() ? "" : palette.faint(gap)));
        Row whole = new Row(TOTAL, timeline.totalMicros());
        lines.add(palette.strong(row(whole, nameWidth, total, "")));
        return lines;
    }

    private static List<Row> each(TurnTimeline timeline) {
        return timeline.segments().stream()
                .map(segment -> new Row(label(segment), segment.micros()))
                .toList();
    }

    private static List<Row> byKind(TurnTimeline timeline) {
        Map<String, List<TurnTimeline.Segment>> kinds =
                timeline.segments().stream()
                        .collect(
                                Collectors.groupingBy(
                                        TurnTimeline.Segment::name,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return kinds.entrySet().stream()
                .map(
                        kind -> {
                            int count = kind.getValue().size();
                            long micros =
                                    kind.getValue().stream()
                                            .mapToLong(TurnTimeline.Segment::micros)
                                            .sum();
                            return new Row(
                                    kind.getKey() + (count == 1 ? "" : " ×" + count), micros);
                        })
                .toList();
    }

    private static String label(TurnTimeline.Segment segment) {
        return segment.stage().isEmpty() || segment.stage().equals(segment.name())
                ? segment.name()
                : segment.name() + " (" + segment.stage() + ")";
    }

    private static String row(Row row, int width, long total, String bar) {
        String figures =
                String.format(
                        Locale.ROOT,
                        "  %-" + width + "s %9.1f ms %6.1f %%",
                        row.label(),
                        row.micros() / 1000.0,
                        100.0 * row.micros() / total);
        return bar.isEmpty() ? figures : figures + "  " + bar;
    }

    /** Nothing for what is less than half a percent, else a cell at least. */
    private static String bar(long from, long micros, long total, String block) {
        if (micros <= 0 || micros * LEAST_SHARE_DRAWN < total) {
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
