package dev.parley.load.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run came to; figures of runs with other parts of a plan can be added up. */
final class Figures {
    /** A blow is felt by what is under way, and by what begins while its partitions move. */
    private static final long FELT_NANOS = 3_000_000_000L;

    private final List<Struck> struck;
    private final List<Asked> asked;

    /**
     * A blow that was struck.
     *
     * @param atNanos by {@link System#nanoTime}
     */
    record Struck(Blow blow, long atNanos) {}

    Figures(List<Struck> struck, List<Asked> asked) {
        this.struck = struck;
        this.asked = asked;
    }

    private static boolean feels(Asked turn, Struck by) {
        return by.atNanos() >= turn.fromNanos() - FELT_NANOS && by.atNanos() <= turn.toNanos();
    }

    /** How long a turn usually waits for its reply, in milliseconds. */
    long usualWait() {
        return percentile(
                asked.stream()
                        .filter(Asked::answered)
                        .filter(turn -> struck.stream().noneMatch(by -> feels(turn, by)))
                        .map(Asked::waitMillis)
                        .toList(),
                50);
    }

    /**
     * By what was hit, how much longer than usual the talkers of the time waited, within replies
     * included; milliseconds.
     */
    Map<String, List<Long>> pauses() {
        long usual = usualWait();
        Map<String, List<Long>> pauses = new LinkedHashMap<>();
        struck.stream()
                .map(by -> by.blow().title())
                .sorted()
                .distinct()
                .forEach(title -> pauses.put(title, new ArrayList<>()));
        for (Asked turn : asked) {
            if (turn.answered()) {
                long pause = Math.max(0, turn.waitMillis() - usual) + turn.gapMillis();
                struck.stream()
                        .filter(by -> feels(turn, by))
                        .map(by -> by.blow().title())
                        .distinct()
                        .forEach(title -> pauses.getOrDefault(title, new ArrayList<>()).add(pause));
            }
        }
        return pauses;
    }

    /** How often what was hit. */
    Map<String, Integer> blows() {
        Map<String, Integer> blows = new TreeMap<>();
        struck.forEach(by -> blows.merge(by.blow().title(), 1, Integer::sum));
        return blows;
    }

    static long percentile(List<Long> values, int percent) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int index = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
        return sorted.get(Math.max(0, index));
    }
}
