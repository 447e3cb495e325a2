package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session's lane on one stage: a queue, drained by at most one virtual thread. Every event is
 * handled to its end, its outputs acknowledged, before the next.
 */
final class SessionLane {
    private static final Logger log = LoggerFactory.getLogger(SessionLane.class);
    private static final int MOST_TRIES = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Transform stage;
    private final SessionId session;
    private final int attempt;
    private final Surroundings around;
    private final Map<String, EventId> marks = new HashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Deque<Cancellation> early = new ArrayDeque<>();
    private boolean draining;
    private boolean dropped;
    private Instant lastUsed;
    private Transform.@Nullable Lane lane;
    private volatile long heldFrom = Long.MAX_VALUE;

    private record Waiting(ConsumerRecord<byte[], byte[]> record, Progress progress) {}

    /** What every lane of a stage shares. */
    record Surroundings(Wire wire, EventWriter writer, StageFigures figures, InstantSource clock) {}

    /**
     * @param attempt how many owners the partition has had, this one included
     */
    SessionLane(Transform stage, SessionId session, int attempt, Surroundings around) {
        this.stage = stage;
        this.session = session;
        this.attempt = attempt;
        this.around = around;
        this.lastUsed = around.clock().instant();
    }

    /** Polling thread. */
    synchronized void enqueue(ConsumerRecord<byte[], byte[]> record, Progress progress) {
        queue.add(new Waiting(record, progress));
        lastUsed = around.clock().instant();
        if (!draining) {
            draining = true;
            Thread.ofVirtual().name(stage.name() + "-" + session).start(this::drain);
        }
    }

    /** Polling thread: applied ahead of what waits. */
    synchronized void cancel(Cancellation cancellation) {
        Transform.Lane open = lane;
        if (open == null) {
            early.add(cancellation);
        } else {
            open.cancel(cancellation);
        }
    }

    /** The offset from which records must come again if this process dies. */
    long heldFrom() {
        return heldFrom;
    }

    /** Lets go of what waits; what is at hand may end. */
    synchronized void drop() {
        dropped = true;
        queue.clear();
        if (!draining) {
            closeLane();
        }
    }

    synchronized boolean idleSince(Instant when) {
        return !draining && lastUsed.isBefore(when);
    }

    private void drain() {
        while (true) {
            Waiting next;
            synchronized (this) {
                next = dropped ? null : queue.poll();
                if (next == null) {
                    draining = false;
                    if (dropped) {
                        closeLane();
                    }
                    return;
                }
            }
            if (take(next.record())) {
                next.progress().finish(next.record().offset());
            }
        }
    }

    /**
     * @return false if the record must be handled elsewhere: this lane was dropped or interrupted
     */
    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        Instant received = around.clock().instant();
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                handle(record, received);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Throwable fault) {
                if (isDropped()) {
                    return false;
                }
                if (!mayPass(fault) || tries == MOST_TRIES) {
                    giveUp(record, fault, received);
                    return true;
                }
                around.figures().countRetried();
                if (!sleep(pause)) {
                    return false;
                }
                pause = pause.multipliedBy(3);
            }
        }
    }

    private static boolean mayPass(Throwable fault) {
        return fault instanceof PassingFaultException
                || (fault instanceof KeyStoreException
                        && !(fault instanceof KeyDestroyedException));
    }

    private void handle(ConsumerRecord<byte[], byte[]> record, Instant received) throws Exception {
        Envelope<?> envelope = around.wire().decode(record);
        if (envelope.event() instanceof Unknown) {
            around.figures().countUnknown();
            return;
        }
        Topic topic = topic(record);
        Optional<String> mark = SeenMark.of(topic, envelope);
        EventId seen = mark.map(marks::get).orElse(null);
        if (seen != null && envelope.id().compareTo(seen) <= 0) {
            around.figures().countRepeated();
            return;
        }
        Transform.Lane open = open();
        Outputs outputs = new Outputs(stage, around, attempt, this::isDropped, envelope, received);
        try {
            open.on(new Transform.Delivery(topic, record.offset(), envelope), outputs);
            outputs.awaitAcknowledged();
        } finally {
            heldFrom = open.holdsFrom().orElse(Long.MAX_VALUE);
        }
        mark.ifPresent(name -> marks.put(name, envelope.id()));
        around.figures().countHandled();
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
        if (open != null) {
            return open;
        }
        open = stage.open(session);
        synchronized (this) {
            lane = open;
            early.forEach(open::cancel);
            early.clear();
        }
        return open;
    }

    private void closeLane() {
        if (lane != null) {
            lane.close();
            lane = null;
        }
    }

    private synchronized boolean isDropped() {
        return dropped;
    }

    /** Writes the record to the dead letters, and that it failed to {@code failures}. */
    private void giveUp(ConsumerRecord<byte[], byte[]> record, Throwable fault, Instant received) {
        around.figures().countDeadLetter();
        String cause = DeadLetters.describe(fault);
        log.warn(
                "{} gives up {}-{}@{}: {}",
                stage.name(),
                record.topic(),
                record.partition(),
                record.offset(),
                cause);
        if (stage.unheard()) {
            return;
        }
        DeadLetters.Letter letter = DeadLetters.of(stage, record, fault);
        Times times = new Times(received, around.clock().instant());
        try {
            around.writer()
                    .write(
                            Topics.DEAD_LETTERS,
                            new Envelope<>(
                                    letter.id(),
                                    letter.session(),
                                    new Owner.Session(letter.session()),
                                    times,
                                    null,
                                    letter.event()))
                    .get();
            tellOfFailure(record, cause, times);
        } catch (CodecException e) {
            log.debug("{}: whose event it was can't be read", stage.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            log.error(
                    "{}: a failure couldn't be written: {}", stage.name(), e.getClass().getName());
        }
    }

    private void tellOfFailure(ConsumerRecord<byte[], byte[]> record, String cause, Times times)
            throws InterruptedException, ExecutionException {
        Envelope<?> envelope = around.wire().decode(record);
        around.writer()
                .write(
                        Topics.FAILURES,
                        new Envelope<>(
                                envelope.id().cause(stage.name(), Integer.MAX_VALUE),
                                session,
                                envelope.owner(),
                                times,
                                envelope.traceparent(),
                                new Failure.StageFailed(
                                        stage.name(),
                                        cause,
                                        envelope.id(),
                                        envelope.event() instanceof OfTurn event
                                                ? event.turn()
                                                : null)))
                .get();
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
