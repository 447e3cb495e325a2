package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's lane on one stage: a queue, drained by at most one virtual thread. Every event is
 * handled to its end, its outputs acknowledged, before the next.
 *
 * <p>The queue is bounded. What has no room is left in the log, and so is all that follows it; the
 * lane holds progress there, and has it read again once there is room.
 */
final class SessionLane {
    private static final Logger log = LoggerFactory.getLogger(SessionLane.class);
    private static final int MOST_TRIES = 6;

    /** The next owner's attempts are above all of this one's. */
    private static final int MOST_ATTEMPTS = 1024;

    private static final long NOTHING = Long.MAX_VALUE;

    private final Transform stage;
    private final SessionId session;
    private final int owner;
    private final Surroundings around;
    private final Map<String, EventId> marks = new HashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<Progress, Reading> readings = new HashMap<>(2);
    private long bytesWaiting;
    private boolean draining;
    private boolean gap;
    private boolean untoldGap;
    private int madeUpAgain;
    private volatile boolean dropped;
    private Instant lastUsed;
    private Transform.@Nullable Lane lane;
    private long holding = NOTHING;
    private volatile long heldFrom = NOTHING;

    /**
     * @param afterGap whether records were lost unread right before it
     */
    private record Waiting(
            ConsumerRecord<byte[], byte[]> record,
            Progress progress,
            long bytes,
            boolean afterGap) {}

    /** How far the lane has taken one partition's records; of the polling thread. */
    private static final class Reading {
        private long takenTo;
        private long seenTo;
        private long leftFrom = NOTHING;
        private boolean again;
        private int left;

        boolean leaves() {
            return leftFrom != NOTHING && !again;
        }

        /** Notes a record that was read, and whether the lane left it; for the lag. */
        void count(long offset, boolean leaves, Progress progress) {
            boolean fresh = offset >= seenTo;
            seenTo = Math.max(seenTo, offset + 1);
            if (fresh && leaves) {
                left++;
                progress.left(1);
            } else if (!fresh && !leaves && left > 0) {
                left--;
                progress.left(-1);
            }
        }

        /** Nothing is left; what is counted still was removed from the log. */
        void leftNothing(Progress progress) {
            progress.left(-left);
            left = 0;
        }
    }

    /** What a stage's lanes are given by the process. */
    record Setting(
            Wire wire, EventWriter writer, StageFigures figures, InstantSource clock, Pace pace) {
        Surroundings with(
                Cancelled cancelled,
                Function<SessionId, List<ConsumerRecord<byte[], byte[]>>> recalled) {
            return new Surroundings(wire, writer, figures, clock, pace, cancelled, recalled);
        }
    }

    /**
     * What every lane of a stage shares.
     *
     * @param recalled what earlier owners said in a session, oldest first
     */
    record Surroundings(
            Wire wire,
            EventWriter writer,
            StageFigures figures,
            InstantSource clock,
            Pace pace,
            Cancelled cancelled,
            Function<SessionId, List<ConsumerRecord<byte[], byte[]>>> recalled) {}

    /**
     * @param owner how many owners the partition has had, this one included
     */
    SessionLane(Transform stage, SessionId session, int owner, Surroundings around) {
        this.stage = stage;
        this.session = session;
        this.owner = owner;
        this.around = around;
        this.lastUsed = around.clock().instant();
    }

    /**
     * Polling thread: takes a record that was read, unless it was taken before or has no room.
     *
     * @param room bytes that may wait; a single record may be larger
     */
    synchronized void offer(ConsumerRecord<byte[], byte[]> record, Progress progress, long room) {
        Reading reading = readings.computeIfAbsent(progress, missing -> new Reading());
        if (dropped || record.offset() < reading.takenTo) {
            return;
        }
        if (reading.leaves()) {
            reading.count(record.offset(), true, progress);
            return;
        }
        lastUsed = around.clock().instant();
        long bytes = Room.size(record);
        if (!queue.isEmpty() && bytesWaiting + bytes > room) {
            if (reading.leftFrom == NOTHING) {
                progress.lanesBehind().incrementAndGet();
            }
            reading.leftFrom = record.offset();
            reading.again = false;
            reading.count(record.offset(), true, progress);
            return;
        }
        reading.count(record.offset(), false, progress);
        reading.takenTo = record.offset() + 1;
        progress.take(record.offset(), bytes);
        bytesWaiting += bytes;
        queue.add(new Waiting(record, progress, bytes, gap));
        gap = false;
        if (!draining) {
            draining = true;
            Thread.ofVirtual().name(stage.name() + "-" + session).start(this::drain);
        }
    }

    /** Polling thread: where to read again; {@link Long#MAX_VALUE} if nowhere, or not yet. */
    synchronized long wants(Progress progress, long room) {
        Reading reading = readings.get(progress);
        return reading == null || !reading.leaves() || bytesWaiting > room / 2
                ? NOTHING
                : reading.leftFrom;
    }

    /** Polling thread: the partition will be read again from where this lane wants it. */
    synchronized void readsAgain(Progress progress) {
        Reading reading = readings.get(progress);
        if (reading != null) {
            reading.again = true;
        }
    }

    /** Polling thread: all was read that had been read before; only now nothing is behind. */
    synchronized void caughtUp(Progress progress) {
        Reading reading = readings.get(progress);
        if (reading != null && reading.again) {
            reading.again = false;
            reading.leftFrom = NOTHING;
            reading.leftNothing(progress);
            progress.lanesBehind().decrementAndGet();
        }
    }

    /** Polling thread: applied ahead of what waits. */
    synchronized void cancel(Cancellation.ReplyCancelled cancellation) {
        Transform.Lane open = lane;
        if (open != null) {
            open.cancel(cancellation);
        }
    }

    /** Polling thread: records were lost unread, after those that wait and before the next. */
    synchronized void missed() {
        gap = true;
    }

    /**
     * The offset from which a partition's records must come again if this process dies, but for
     * those that are unfinished.
     *
     * @param first whether it is the stage's first topic, which carries what lanes take apart
     */
    synchronized long heldFrom(Progress progress, boolean first) {
        Reading reading = readings.get(progress);
        return Math.min(first ? heldFrom : NOTHING, reading == null ? NOTHING : reading.leftFrom);
    }

    boolean holds() {
        return heldFrom != NOTHING;
    }

    /** Takes nothing more; what is at hand may end. */
    synchronized void stop() {
        queue.clear();
    }

    /** Lets go of what waits; what is at hand may end, but can write nothing more. */
    synchronized void drop() {
        dropped = true;
        queue.clear();
        if (!draining && lane != null) {
            draining = true;
            Thread.ofVirtual().name(stage.name() + "-" + session).start(this::drain);
        }
    }

    synchronized boolean busy() {
        return draining;
    }

    synchronized boolean idleSince(Instant when) {
        return !draining
                && lastUsed.isBefore(when)
                && readings.values().stream().allMatch(each -> each.leftFrom == NOTHING);
    }

    private void drain() {
        for (Waiting next = next(); next != null; next = next()) {
            untoldGap |= next.afterGap();
            if (settled(next.record())) {
                next.progress()
                        .finish(next.record().offset(), next.bytes(), () -> heldFrom = holding);
            }
            Thread.interrupted(); // whatever an engine left behind
        }
        if (dropped && lane != null) {
            lane.close();
        }
    }

    private synchronized @Nullable Waiting next() {
        Waiting next = dropped ? null : queue.poll();
        if (next == null) {
            draining = false;
            return null;
        }
        bytesWaiting -= next.bytes();
        return next;
    }

    /**
     * @return false if the record must be handled elsewhere, as this lane was dropped
     */
    private boolean settled(ConsumerRecord<byte[], byte[]> record) {
        Instant received = around.clock().instant();
        Duration pause = around.pace().firstPause();
        for (int tries = 1; ; tries++) {
            try {
                handle(record, received);
                return true;
            } catch (Throwable fault) {
                if (dropped) {
                    return false;
                }
                if (!mayPass(fault) || tries == MOST_TRIES) {
                    return new GivenUp(stage, session, around, () -> dropped)
                            .tell(record, fault, received);
                }
                around.figures().countRetried();
                sleep(pause);
                pause = pause.multipliedBy(3);
            }
        }
    }

    /** Nobody interrupts a lane but its own engine; memory may be had again in a moment. */
    private static boolean mayPass(Throwable fault) {
        return fault instanceof PassingFaultException
                || fault instanceof InterruptedException
                || fault instanceof OutOfMemoryError
                || (fault instanceof KeyStoreException
                        && !(fault instanceof KeyDestroyedException));
    }

    private void handle(ConsumerRecord<byte[], byte[]> record, Instant received) throws Exception {
        Envelope<?> envelope = around.wire().decode(record);
        if (envelope.event() instanceof Unknown unknown) {
            around.figures().countUnknown();
            throw TopologyProcessor.unknown(unknown);
        }
        Topic topic = topic(record);
        Placement.check(topic, record.key(), record.partition(), envelope);
        Optional<String> mark = SeenMark.of(topic, envelope);
        EventId seen = mark.map(marks::get).orElse(null);
        if (seen != null && envelope.id().compareTo(seen) <= 0) {
            around.figures().countRepeated();
            return;
        }
        Transform.Lane open = open();
        var delivery = new Transform.Delivery(topic, record.offset(), envelope, record);
        Outputs outputs = new Outputs(stage, around, attempt(), () -> dropped, delivery, received);
        try {
            open.on(delivery, outputs);
            outputs.awaitAcknowledged();
        } catch (Throwable fault) {
            madeUpAgain += outputs.madeUp() ? 1 : 0;
            throw fault;
        } finally {
            holding = open.holdsFrom().orElse(NOTHING);
        }
        mark.ifPresent(name -> marks.put(name, envelope.id()));
        around.figures().countHandled();
    }

    /**
     * What is made up anew doesn't fit what was written of it. In a session attempts only grow: who
     * asks for the rest of an answer takes nothing of a lower one.
     */
    private int attempt() {
        return owner * MOST_ATTEMPTS + Math.min(madeUpAgain, MOST_ATTEMPTS - 1);
    }

    private Topic topic(ConsumerRecord<byte[], byte[]> record) {
        for (Topic topic : stage.reads()) {
            if (topic.fullName().equals(record.topic())) {
                return topic;
            }
        }
        throw new IllegalStateException(stage.name() + " doesn't read " + record.topic());
    }

    private Transform.Lane open() {
        Transform.Lane open = lane;
        if (open == null) {
            open = opened();
        }
        if (untoldGap) {
            untoldGap = false;
            open.missed();
        }
        return open;
    }

    /** A cancellation that comes meanwhile is told twice, none goes untold. */
    private Transform.Lane opened() {
        Transform.Lane opened = stage.open(session);
        try {
            for (ConsumerRecord<byte[], byte[]> said : around.recalled().apply(session)) {
                recall(opened, said);
            }
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        synchronized (this) {
            lane = opened;
        }
        around.cancelled().of(session).forEach(opened::cancel);
        return opened;
    }

    private void recall(Transform.Lane opened, ConsumerRecord<byte[], byte[]> said) {
        try {
            opened.recall(around.wire().decode(said));
        } catch (CodecException e) {
            log.debug("{}: what was said before can't be read", stage.name());
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            log.debug("a lane's pause was cut short");
        }
    }
}
