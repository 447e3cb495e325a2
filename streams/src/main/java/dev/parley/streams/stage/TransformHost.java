package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one transform: a polling thread, and a lane per session on virtual threads.
 *
 * <p>The polling thread alone touches the consumer. It applies cancellations itself, ahead of the
 * lanes; it pauses a partition whose lanes have much to do; it commits, per partition, the lowest
 * offset that is unfinished or still held by a lane.
 */
public final class TransformHost implements StageHost {
    private static final Logger log = LoggerFactory.getLogger(TransformHost.class);

    /** A consumer that polls longer than this sends its next fetch late (measured). */
    private static final Duration POLL = Duration.ofMillis(10);

    private static final int PAUSE_ABOVE = 300;
    private static final int RESUME_BELOW = 100;
    private static final Duration COMMIT_EVERY = Duration.ofMillis(500);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
    private static final Duration HAND_OVER = Duration.ofSeconds(1);
    private static final Duration LET_GO = Duration.ofSeconds(2);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

    /** Two processes of one name would else expel each other without end. */
    private static final Duration AFTER_FENCE = Duration.ofSeconds(15);

    /** After which a lane that nobody uses is closed. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    /**
     * After which a lane that nobody uses no longer holds progress back: whoever fed it is gone.
     */
    private static final Duration FORSAKEN = Duration.ofMinutes(1);

    /**
     * How far back a new owner reads what was cancelled: the events that it takes over may have
     * been cancelled when they belonged to another.
     */
    private static final Duration CANCELLED_SINCE = Duration.ofMinutes(2);

    private final Transform stage;
    private final Wire wire;
    private final KafkaSettings settings;
    private final InstantSource clock;
    private final StageFigures figures = new StageFigures();
    private final SessionLane.Surroundings surroundings;
    private final Map<TopicPartition, Progress> progress = new ConcurrentHashMap<>();
    private final Map<Place, SessionLane> lanes = new HashMap<>();
    private final Thread poller;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean crashed;
    private volatile boolean ready;

    /** Where a lane's records lie; a key may name another partition than the one it came on. */
    private record Place(int partition, SessionId session) {}

    public TransformHost(
            Transform stage,
            Wire wire,
            EventWriter writer,
            KafkaSettings settings,
            InstantSource clock) {
        this.stage = stage;
        this.wire = wire;
        this.settings = settings;
        this.clock = clock;
        this.surroundings = new SessionLane.Surroundings(wire, writer, figures, clock);
        this.poller =
                Thread.ofPlatform().name("parley-" + stage.name()).daemon().unstarted(this::run);
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public void start() {
        poller.start();
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public StageFigures.Snapshot figures() {
        return figures.snapshot();
    }

    @Override
    public void close() {
        closing.countDown();
        if (poller.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!poller.join(Duration.ofSeconds(5))) {
                log.warn("{} didn't stop within 5 s", stage.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops as a dying process does: nothing is handed over, committed or told. */
    void crash() {
        crashed = true;
        close();
    }

    /** Records that were read and are not finished. */
    int inFlight() {
        return inFlight(progress.keySet());
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!closing()) {
            Consumer<byte[], byte[]> consumer = null;
            Duration pause = Duration.ZERO;
            try {
                consumer =
                        new KafkaConsumer<>(
                                properties(),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer());
                poll(consumer);
            } catch (FencedInstanceIdException fenced) {
                log.error(
                        "{}: its name {} was taken in the group, by another process or while this"
                                + " one stood still; back in {} s. Give each process a name of its"
                                + " own.",
                        stage.name(),
                        settings.instance(),
                        AFTER_FENCE.toSeconds());
                pause = AFTER_FENCE;
            } catch (RuntimeException fault) {
                log.warn(
                        "{}: consumer lost, starting again: {}",
                        stage.name(),
                        DeadLetters.describe(fault));
                pause = AFTER_FAULT;
            } finally {
                ready = false;
                abandon(List.copyOf(progress.keySet()));
                close(consumer);
            }
            rest(pause);
        }
    }

    private void rest(Duration time) {
        try {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("{} closes", stage.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that closes in good order leaves the group: others go on at once. */
    private void close(@Nullable Consumer<byte[], byte[]> consumer) {
        if (consumer == null) {
            return;
        }
        boolean leaves = closing() && !crashed;
        try {
            consumer.close(
                    CloseOptions.timeout(LET_GO)
                            .withGroupMembershipOperation(
                                    leaves
                                            ? GroupMembershipOperation.LEAVE_GROUP
                                            : GroupMembershipOperation.REMAIN_IN_GROUP));
        } catch (KafkaException e) {
            log.info("{}: closed with {}", stage.name(), e.getClass().getName());
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "parley-" + stage.name());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, stage.unheard() ? "latest" : "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PAUSE_ABOVE);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor().getName());
        properties.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) settings.sessionTimeout().toMillis());
        properties.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) settings.heartbeat().toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        return properties;
    }

    /**
     * Partitions move one by one where a stage reads one topic. Where it reads several, a session's
     * partitions of all of them must lie with the same owner: only ranges promise that.
     */
    private Class<?> assignor() {
        return stage.reads().size() == 1 ? CooperativeStickyAssignor.class : RangeAssignor.class;
    }

    private void poll(Consumer<byte[], byte[]> consumer) {
        consumer.subscribe(
                stage.reads().stream().map(Topic::fullName).toList(), new HandOver(consumer));
        Instant commitAt = clock.instant().plus(COMMIT_EVERY);
        Instant sweepAt = clock.instant().plus(SWEEP_EVERY);
        while (!closing()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                dispatch(record);
            }
            ready = !progress.isEmpty();
            throttle(consumer);
            Instant now = clock.instant();
            if (now.isAfter(commitAt)) {
                commitAt = now.plus(COMMIT_EVERY);
                commit(consumer);
            }
            if (now.isAfter(sweepAt)) {
                sweepAt = now.plus(SWEEP_EVERY);
                sweep(consumer, now);
            }
        }
        ready = false;
        if (!crashed) {
            handOver(consumer, List.copyOf(progress.keySet()));
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = advanced(progress.keySet());
        if (done.isEmpty()) {
            return;
        }
        consumer.commitAsync(
                done,
                (offsets, fault) -> {
                    if (fault != null) {
                        log.debug("{}: commit: {}", stage.name(), fault.toString());
                        offsets.forEach(this::notCommitted);
                    }
                });
    }

    private void notCommitted(TopicPartition partition, OffsetAndMetadata offset) {
        Progress at = progress.get(partition);
        if (at != null) {
            at.notCommitted(offset.offset());
        }
    }

    private void dispatch(ConsumerRecord<byte[], byte[]> record) {
        Progress at = progress.get(new TopicPartition(record.topic(), record.partition()));
        if (at == null) {
            throw new IllegalStateException("a record of a partition that wasn't assigned");
        }
        SessionLane lane =
                lanes.computeIfAbsent(
                        new Place(record.partition(), session(record)),
                        place ->
                                new SessionLane(
                                        stage, place.session(), at.attempt(), surroundings));
        at.take(record.offset());
        if (record.topic().equals(Topics.CANCELLATIONS.fullName())) {
            cancel(lane, record);
            at.finish(record.offset());
        } else {
            lane.enqueue(record, at);
        }
    }

    private static SessionId session(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.key() != null) {
                return new SessionId(new String(record.key(), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            log.debug("no session's key on {}", record.topic());
        }
        return SessionId.on(record.partition(), "nobody");
    }

    /** A cancellation holds nothing personal, so that reading it waits for no key. */
    private void cancel(SessionLane lane, ConsumerRecord<byte[], byte[]> record) {
        try {
            if (wire.decode(record).event() instanceof Cancellation cancellation) {
                lane.cancel(cancellation);
            }
        } catch (RuntimeException e) {
            figures.countDeadLetter();
            log.warn(
                    "{}: a cancellation can't be applied: {}",
                    stage.name(),
                    DeadLetters.describe(e));
        }
    }

    private void throttle(Consumer<byte[], byte[]> consumer) {
        progress.forEach(
                (partition, at) -> {
                    boolean paused = consumer.paused().contains(partition);
                    if (!paused && at.inFlight() > PAUSE_ABOVE) {
                        consumer.pause(List.of(partition));
                    } else if (paused && at.inFlight() < RESUME_BELOW) {
                        consumer.resume(List.of(partition));
                        at.resumed(clock.instant());
                    }
                });
    }

    private Map<TopicPartition, OffsetAndMetadata> advanced(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Progress at = progress.get(partition);
            if (at != null) {
                long upTo = Math.min(at.lowestUnfinished(), heldFrom(partition));
                if (at.advance(upTo)) {
                    done.put(partition, Takeover.committing(upTo, at.attempt()));
                }
            }
        }
        return done;
    }

    /** Lanes hold offsets of the stage's first topic, the one that carries what they take apart. */
    private long heldFrom(TopicPartition partition) {
        if (!partition.topic().equals(stage.reads().getFirst().fullName())) {
            return Long.MAX_VALUE;
        }
        long lowest = Long.MAX_VALUE;
        for (Map.Entry<Place, SessionLane> lane : lanes.entrySet()) {
            if (lane.getKey().partition() == partition.partition()) {
                lowest = Math.min(lowest, lane.getValue().heldFrom());
            }
        }
        return lowest;
    }

    private void sweep(Consumer<byte[], byte[]> consumer, Instant now) {
        Set<Integer> flowing = new HashSet<>();
        progress.forEach(
                (partition, at) -> {
                    if (!consumer.paused().contains(partition)
                            && at.flowingSince().isBefore(now.minus(FORSAKEN))) {
                        flowing.add(partition.partition());
                    }
                });
        lanes.entrySet()
                .removeIf(
                        entry -> {
                            SessionLane lane = entry.getValue();
                            boolean forsaken =
                                    lane.heldFrom() != Long.MAX_VALUE
                                            && flowing.contains(entry.getKey().partition())
                                            && lane.idleSince(now.minus(FORSAKEN));
                            boolean gone = forsaken || lane.idleSince(now.minus(IDLE));
                            if (gone) {
                                lane.drop();
                            }
                            return gone;
                        });
    }

    /** Waits a little for what is at hand, commits, and lets go. */
    private void handOver(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Instant until = clock.instant().plus(HAND_OVER);
        while (inFlight(partitions) > 0 && clock.instant().isBefore(until)) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        Map<TopicPartition, OffsetAndMetadata> done = advanced(partitions);
        if (!done.isEmpty()) {
            try {
                consumer.commitSync(done, Duration.ofSeconds(1));
            } catch (KafkaException e) {
                log.info("{}: not committed at hand-over: {}", stage.name(), e.toString());
            }
        }
        abandon(partitions);
    }

    private int inFlight(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(progress::get)
                .mapToInt(at -> at == null ? 0 : at.inFlight())
                .sum();
    }

    private void abandon(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            progress.remove(partition);
            lanes.entrySet()
                    .removeIf(
                            lane -> {
                                boolean gone = lane.getKey().partition() == partition.partition();
                                if (gone) {
                                    lane.getValue().drop();
                                }
                                return gone;
                            });
        }
    }

    private final class HandOver implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        HandOver(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            Map<TopicPartition, OffsetAndMetadata> committed =
                    consumer.committed(Set.copyOf(partitions));
            Map<TopicPartition, OffsetAndMetadata> taken = new HashMap<>();
            Instant now = clock.instant();
            for (TopicPartition partition : partitions) {
                long position = consumer.position(partition);
                int attempt = Takeover.after(committed.get(partition));
                progress.put(partition, new Progress(position, attempt, now));
                taken.put(partition, Takeover.committing(position, attempt));
            }
            try {
                consumer.commitSync(taken, LET_GO);
            } catch (KafkaException e) {
                log.info("{}: a takeover isn't noted yet: {}", stage.name(), e.toString());
            }
            rewindCancellations(partitions, now.minus(CANCELLED_SINCE));
        }

        private void rewindCancellations(Collection<TopicPartition> partitions, Instant since) {
            Map<TopicPartition, Long> from = new HashMap<>();
            for (TopicPartition partition : partitions) {
                if (partition.topic().equals(Topics.CANCELLATIONS.fullName())) {
                    from.put(partition, since.toEpochMilli());
                }
            }
            consumer.offsetsForTimes(from)
                    .forEach(
                            (partition, offset) -> {
                                if (offset != null
                                        && offset.offset() < consumer.position(partition)) {
                                    consumer.seek(partition, offset.offset());
                                }
                            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            handOver(consumer, partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            abandon(partitions);
        }
    }
}
