package dev.parley.load.chaos;

import java.util.List;

/**
 * What came of one question.
 *
 * @param fromNanos when it began to be spoken, by {@link System#nanoTime}
 * @param toNanos when the reply had been heard to its end, or was given up
 * @param waitMillis from the question's last sound to the reply's first; -1 if none came
 * @param gapMillis for how long in all the voice stood still within the reply
 * @param problems what was wrong, in words; empty if all was well
 */
record Asked(long fromNanos, long toNanos, long waitMillis, long gapMillis, List<String> problems) {
    Asked {
        problems = List.copyOf(problems);
    }

    boolean answered() {
        return waitMillis >= 0;
    }
}
