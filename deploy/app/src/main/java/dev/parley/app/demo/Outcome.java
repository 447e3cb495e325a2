package dev.parley.app.demo;

import java.time.Duration;
import java.util.List;

/**
 * What came of one seed.
 *
 * @param broken why the session ended before its end; empty if it didn't
 * @param took from its beginning to its end
 */
record Outcome(long seed, List<Result> results, String broken, Duration took) {
    boolean passed() {
        return broken.isEmpty() && results.stream().allMatch(Result::isRight);
    }

    long right() {
        return results.stream().filter(Result::isRight).count();
    }

    long askedAgain() {
        return results.stream().filter(result -> result.times() > 1).count();
    }
}
