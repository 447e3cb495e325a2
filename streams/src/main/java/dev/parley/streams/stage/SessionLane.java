package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
    record Surroundings(
            Wire wire,
            EventWriter writer,
            StageFigures figures,
            InstantSource clock,
            int attempt) {}

    SessionLane(Transform stage, SessionId session, Surroundings around) {
        this.stage = stage;
        this.session = session;
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
        return !draining && heldFrom == Long.MAX_VALUE && lastUsed.isBefore(when);
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
            try {
                take(next.record());
            } catch (Throwable fault) {
                log.error("{}: lane fault {}", stage.name(), fault.getClass().getName(), fault);
            }
            next.progress().finish(next.record().offset());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Instant received = around.clock().instant();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                handle(record, received);
                return;
            } catch (PassingFaultException | KeyStoreException fault) {
                if (attempt == MOST_TRIES || isDropped()) {
                    giveUp(record, fault, received);
                    return;
                }
                around.figures().countRetried();
                if (!sleep(pause)) {
                    return;
                }
                pause = pause.multipliedBy(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception fault) {
                giveUp(record, fault, received);
                return;
            }
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record, Instant received) throws Exception {
        Envelope<?> envelope = around.wire().decode(record);
        if (envelope.event() instanceof Unknown) {
            around.figures().countUnknown();
            return;
        }
        String from = record.topic() + "|" + envelope.id().writer();
        EventId mark = marks.get(from);
        if (mark != null && envelope.id().compareTo(mark) <= 0) {
            around.figures().countRepeated();
            return;
        }
        Topic topic = Topics.named(record.topic()).orElseThrow();
        Outputs outputs = new Outputs(envelope, received);
        Transform.Lane open = open();
        open.on(new Transform.Delivery(topic, record.offset(), envelope), outputs);
        outputs.awaitAcknowledged();
        heldFrom = open.holdsFrom().orElse(Long.MAX_VALUE);
        marks.put(from, envelope.id());
        around.figures().countHandled();
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

    private void giveUp(ConsumerRecord<byte[], byte[]> record, Exception fault, Instant received) {
        around.figures().countDeadLetter();
        String cause = DeadLetters.describe(fault);
        log.warn(
                "{} gives up {}-{}@{}: {}",
                stage.name(),
                record.topic(),
                record.partition(),
                record.offset(),
                cause);
        DeadLetters.Letter letter =
                DeadLetters.of(
                        stage.name(),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.value(),
                        fault);
        EventId id = EventId.of(stage.name(), record.offset());
        Owner owner = new Owner.Session(letter.session());
        Times times = new Times(received, around.clock().instant());
        try {
            around.writer()
                    .write(
                            Topics.DEAD_LETTERS,
                            new Envelope<>(
                                    id.cause(stage.name(), 0),
                                    letter.session(),
                                    owner,
                                    times,
                                    null,
                                    letter.event()))
                    .get();
            if (!(fault instanceof CodecException)) {
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            log.error(
                    "{}: a failure couldn't be written: {}", stage.name(), e.getClass().getName());
        }
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

    private final class Outputs implements Transform.Emitter {
        private final Envelope<?> cause;
        private final Instant received;
        private final List<Future<?>> pending = new ArrayList<>();
        private int ordinal;

        Outputs(Envelope<?> cause, Instant received) {
            this.cause = cause;
            this.received = received;
        }

        @Override
        public void emit(Topic topic, Event event) {
            if (!stage.writes().contains(topic)) {
                throw new IllegalStateException(
                        stage.name() + " doesn't declare that it writes " + topic);
            }
            pending.add(
                    around.writer()
                            .write(
                                    topic,
                                    new Envelope<>(
                                            cause.id().cause(stage.name(), ordinal++),
                                            cause.session(),
                                            cause.owner(),
                                            new Times(received, around.clock().instant()),
                                            cause.traceparent(),
                                            event)));
        }

        @Override
        public int attempt() {
            return around.attempt();
        }

        void awaitAcknowledged() throws InterruptedException {
            for (Future<?> each : pending) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    throw new PassingFaultException("the broker refused an event", e);
                }
            }
        }
    }
}
