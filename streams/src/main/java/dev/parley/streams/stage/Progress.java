package dev.parley.streams.stage;

import java.util.concurrent.ConcurrentSkipListSet;

/**
 * How far a partition is handled. The polling thread takes records in; lanes finish them in any
 * order. What may be committed is the lowest offset that is not finished.
 */
final class Progress {
    private final ConcurrentSkipListSet<Long> unfinished = new ConcurrentSkipListSet<>();
    private volatile long next;
    private long committed;

    Progress(long next) {
        this.next = next;
        this.committed = next;
    }

    /** Polling thread only. */
    void take(long offset) {
        unfinished.add(offset);
        next = offset + 1;
    }

    void finish(long offset) {
        unfinished.remove(offset);
    }

    int inFlight() {
        return unfinished.size();
    }

    /** The offset to go on from after a crash, if no lane held anything back. */
    long lowestUnfinished() {
        long upTo = next;
        Long first = unfinished.isEmpty() ? null : unfinished.ceiling(Long.MIN_VALUE);
        return first == null ? upTo : first;
    }

    /** Polling thread only. */
    boolean advance(long to) {
        if (to <= committed) {
            return false;
        }
        committed = to;
        return true;
    }
}
