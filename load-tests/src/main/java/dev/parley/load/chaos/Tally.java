package dev.parley.load.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What a run, or several of the same plan, came to.
 *
 * @param questions that the talkers asked
 * @param turns that the log has of their sessions
 * @param replies that they heard to the end
 * @param resumes how often a talker came back to its session
 * @param foreign what a client that doesn't come back met
 * @param blows by what was hit
 * @param pauses by what was hit, how much longer than usual each question of the time waited, in
 *     milliseconds
 * @param problems what must not happen, and how often it did
 */
record Tally(
        int questions,
        int turns,
        int replies,
        int resumes,
        Foreign foreign,
        Map<String, Integer> blows,
        Map<String, List<Long>> pauses,
        Map<String, Integer> problems) {
    static final Tally NONE = new Tally(0, 0, 0, 0, Foreign.NONE, Map.of(), Map.of(), Map.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long GOAL_MILLIS = 2000;

    /**
     * @param asked questions of a client that opens a new session when its connection breaks
     * @param answered of these, those that were answered
     * @param cut of these, those whose connection broke
     */
    record Foreign(int asked, int answered, int cut) {
        static final Foreign NONE = new Foreign(0, 0, 0);

        Foreign plus(Foreign other) {
            return new Foreign(asked + other.asked, answered + other.answered, cut + other.cut);
        }
    }

    static Tally read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Tally.class);
    }

    void write(Path file) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    Tally plus(Tally other) {
        return new Tally(
                questions + other.questions,
                turns + other.turns,
                replies + other.replies,
                resumes + other.resumes,
                foreign.plus(other.foreign),
                merged(blows, other.blows, Integer::sum),
                merged(pauses, other.pauses, Tally::joined),
                merged(problems, other.problems, Integer::sum));
    }

    private static <V> Map<String, V> merged(
            Map<String, V> one, Map<String, V> other, BinaryOperator<V> both) {
        Map<String, V> all = new TreeMap<>(one);
        other.forEach((key, value) -> all.merge(key, value, both));
        return all;
    }

    private static List<Long> joined(List<Long> one, List<Long> other) {
        List<Long> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    /** For people. */
    String report() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d blows, %d questions, %d turns, %d replies, %d times a talker came"
                                + " back%n",
                        blows.values().stream().mapToInt(Integer::intValue).sum(),
                        questions,
                        turns,
                        replies,
                        resumes));
        text.append(
                String.format(
                        Locale.ROOT,
                        "a client that doesn't come back: %d questions, %d answered, %d cut"
                                + " off%n%n",
                        foreign.asked(),
                        foreign.answered(),
                        foreign.cut()));
        text.append(row("hit", "blows", "turns", "p50 ms", "p99 ms", "max ms", "p99 <= 2 s"));
        blows.forEach((title, times) -> text.append(row(title, times)));
        text.append('\n');
        problems.forEach(
                (problem, times) ->
                        text.append("  ").append(times).append(" x ").append(problem).append('\n'));
        return text.append(
                        isGood()
                                ? "Every turn had one reply, whole and once."
                                : "Not every turn had one reply, whole and once.")
                .toString();
    }

    private String row(String title, int times) {
        List<Long> waits = pauses.getOrDefault(title, List.of());
        long p99 = Figures.percentile(waits, 99);
        return row(
                title,
                times,
                waits.size(),
                Figures.percentile(waits, 50),
                p99,
                Figures.percentile(waits, 100),
                !Role.hasGoal(title) ? "-" : p99 <= GOAL_MILLIS ? "yes" : "no");
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-18s %6s %6s %8s %8s %8s  %s%n", cells);
    }
}
