package dev.parley.streams.stage;

import java.util.concurrent.atomic.LongAdder;

/** What a stage counts. Safe for use by many threads. */
public final class StageFigures {
    private final LongAdder handled = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();

    void countHandled() {
        handled.increment();
    }

    void countRepeated() {
        repeated.increment();
    }

    void countRetried() {
        retried.increment();
    }

    void countUnknown() {
        unknown.increment();
    }

    void countDeadLetter() {
        deadLetters.increment();
    }

    /**
     * @param handled events that reached the stage's function
     * @param repeated events that were seen before and dropped
     * @param retried tries again after a passing fault
     * @param unknown events of a type this build doesn't know
     * @param deadLetters records that were given up
     */
    public record Snapshot(
            long handled, long repeated, long retried, long unknown, long deadLetters) {}

    public Snapshot snapshot() {
        return new Snapshot(
                handled.sum(), repeated.sum(), retried.sum(), unknown.sum(), deadLetters.sum());
    }
}
