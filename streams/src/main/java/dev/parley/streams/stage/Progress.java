package dev.parley.streams.stage;

import java.time.Instant;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition is handled. The polling thread takes records in; lanes finish them in any
 * order. What may be committed is the lowest offset that is not finished.
 */
final class Progress {
    private final NavigableSet<Long> unfinished = new TreeSet<>();
    private volatile int inFlight;
    private volatile long bytesInFlight;
    private final AtomicInteger lanesBehind = new AtomicInteger();
    private int left;
    private final Takeover takeover;
    private @Nullable Instant gapAt;
    private long next;
    private @Nullable OffsetAndMetadata committed;
    private long committedTo;
    private Instant flowingSince;
    private Optional<Integer> leaderEpoch;

    /**
     * @param next the offset of the first record that will come
     * @param flowingSince since when records come without a pause
     * @param gap whether records before that one were lost unread
     */
    Progress(long next, Takeover takeover, Instant flowingSince, boolean gap) {
        this.next = next;
        this.committedTo = next;
        this.takeover = takeover;
        this.flowingSince = flowingSince;
        this.leaderEpoch = takeover.leaderEpoch();
        this.gapAt = gap ? flowingSince : null;
    }

    /** How many owners the partition has had, this one included. */
    int attempt() {
        return takeover.attempt();
    }

    /** Whether it turned out since then that records were lost unread. Polling thread only. */
    boolean gapSince(Instant when) {
        return gapAt != null && gapAt.isAfter(when);
    }

    /** Above all that was read. Polling thread only. */
    long next() {
        return next;
    }

    /**
     * Notes that a record was read. Polling thread only.
     *
     * @return whether it was read before by this owner
     */
    boolean read(ConsumerRecord<?, ?> record) {
        boolean again = record.offset() < next;
        if (!again) {
            next = record.offset() + 1;
            leaderEpoch = record.leaderEpoch();
        }
        return again;
    }

    /** Records before that one are gone from the log. Polling thread only. */
    void skipTo(long beginning, Instant now) {
        gapAt = now;
        next = Math.max(next, beginning);
    }

    /** Whether an earlier owner finished that record. */
    boolean finishedBefore(long offset) {
        return takeover.finished(offset);
    }

    /** Polling thread only. */
    synchronized void take(long offset, long bytes) {
        unfinished.add(offset);
        inFlight = unfinished.size();
        bytesInFlight += bytes;
    }

    /**
     * Any thread.
     *
     * @param hold sets what the lane holds from now on: one look must see both or neither
     */
    synchronized void finish(long offset, long bytes, Runnable hold) {
        hold.run();
        unfinished.remove(offset);
        inFlight = unfinished.size();
        bytesInFlight -= bytes;
    }

    int inFlight() {
        return inFlight;
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    /** So many more records were read and left in the log. Polling thread only. */
    void left(int more) {
        left += more;
    }

    /**
     * Records that are not finished. Polling thread only.
     *
     * @param unread records from the reader's position on
     * @param position of the reader, which goes back to what was left
     */
    long lag(long unread, long position) {
        return Math.max(0, unread - Math.max(0, next - position)) + left + inFlight;
    }

    /** Lanes that left records in the log, to be read again. */
    AtomicInteger lanesBehind() {
        return lanesBehind;
    }

    /**
     * What to commit so that the next owner goes on there. Polling thread.
     *
     * @param held tells the lowest offset that a lane still needs, or {@link Long#MAX_VALUE}
     */
    synchronized OffsetAndMetadata reached(LongSupplier held) {
        NavigableSet<Long> open = new TreeSet<>(unfinished);
        long heldFrom = held.getAsLong();
        long upTo = Math.min(open.isEmpty() ? next : open.getFirst(), heldFrom);
        if (heldFrom != Long.MAX_VALUE) {
            return Takeover.committing(upTo, leaderEpoch, attempt());
        }
        open.addAll(takeover.unfinished().tailSet(next, true));
        return Takeover.committing(
                upTo, leaderEpoch, attempt(), Math.max(next, takeover.next()), open);
    }

    /** Notes what is being committed; false if that is no news. Polling thread only. */
    boolean committing(OffsetAndMetadata reached) {
        if (reached.offset() < committedTo || reached.equals(committed)) {
            return false;
        }
        committed = reached;
        committedTo = reached.offset();
        return true;
    }

    /** A commit failed: it is to be tried again. Polling thread only. */
    void notCommitted() {
        committed = null;
    }

    /** Polling thread only. */
    void resumed(Instant now) {
        flowingSince = now;
    }

    Instant flowingSince() {
        return flowingSince;
    }
}
