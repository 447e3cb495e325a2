package dev.parley.streams.stage;

import java.time.Instant;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * How far a partition is handled. The polling thread takes records in; lanes finish them in any
 * order. What may be committed is the lowest offset that is not finished.
 */
final class Progress {
    private final ConcurrentSkipListSet<Long> unfinished = new ConcurrentSkipListSet<>();
    private final int attempt;
    private long next;
    private long committed;
    private Instant flowingSince;

    /**
     * @param next the offset of the first record that will come
     * @param attempt how many owners the partition has had, this one included
     * @param flowingSince since when records come without a pause
     */
    Progress(long next, int attempt, Instant flowingSince) {
        this.next = next;
        this.committed = next;
        this.attempt = attempt;
        this.flowingSince = flowingSince;
    }

    int attempt() {
        return attempt;
    }

    /** Polling thread only. */
    void take(long offset) {
        unfinished.add(offset);
        next = offset + 1;
    }

    /** Any thread. */
    void finish(long offset) {
        unfinished.remove(offset);
    }

    int inFlight() {
        return unfinished.size();
    }

    /** The offset to go on from after a crash, if no lane held anything back. Polling thread. */
    long lowestUnfinished() {
        Long first = unfinished.ceiling(Long.MIN_VALUE);
        return first == null ? next : first;
    }

    /** Notes what is being committed; false if that is no news. Polling thread only. */
    boolean advance(long to) {
        if (to <= committed) {
            return false;
        }
        committed = to;
        return true;
    }

    /** The commit up to that offset failed: it is to be tried again. Polling thread only. */
    void notCommitted(long to) {
        if (committed == to) {
            committed = Long.MIN_VALUE;
        }
    }

    /** Polling thread only. */
    void resumed(Instant now) {
        flowingSince = now;
    }

    Instant flowingSince() {
        return flowingSince;
    }
}
