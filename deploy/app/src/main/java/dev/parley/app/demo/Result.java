package dev.parley.app.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What came of one question.
 *
 * @param asked what was asked
 * @param understood what was recognised of the question, the last time it was asked
 * @param expected the right answer
 * @param heard what was recognised of the reply's sound
 * @param fault what was wrong; empty if nothing was
 * @param times how often it was asked
 * @param waitedMillis from the question's end to the reply's first sound; negative if there was
 *     none
 * @param sound where the reply's sound was kept, if there was any
 */
record Result(
        String kind,
        String asked,
        String understood,
        String expected,
        String heard,
        String fault,
        int times,
        long waitedMillis,
        @Nullable Path sound) {
    /** The kind of the wait for a timer, which is no wait for a reply. */
    static final String RING = "timer rings";

    boolean isRight() {
        return fault.isEmpty();
    }

    boolean isReplyToAQuestion() {
        return !kind.equals(RING);
    }
}
