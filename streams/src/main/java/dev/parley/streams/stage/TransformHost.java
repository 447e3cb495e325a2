package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration HAND_OVER = Duration.ofSeconds(1);

    private final Transform stage;
    private final Wire wire;
    private final EventWriter writer;
    private final KafkaSettings settings;
    private final InstantSource clock;
    private final StageFigures figures = new StageFigures();
    private final Map<TopicPartition, Progress> progress = new HashMap<>();
    private final Map<SessionId, SessionLane> lanes = new HashMap<>();
    private final Thread poller;
    private volatile boolean closing;
    private volatile boolean ready;

    public TransformHost(
            Transform stage,
            Wire wire,
            EventWriter writer,
            KafkaSettings settings,
            InstantSource clock) {
        this.stage = stage;
        this.wire = wire;
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
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
        closing = true;
        try {
            if (!poller.join(Duration.ofSeconds(5))) {
                log.warn("{} didn't stop within 5 s", stage.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(
                            properties(),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer())) {
                poll(consumer);
            } catch (WakeupException e) {
                log.debug("{} woken", stage.name());
            } catch (KafkaException fault) {
                log.warn("{}: consumer lost, starting again: {}", stage.name(), fault.toString());
                abandon(progress.keySet().stream().toList());
            }
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "parley-" + stage.name());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PAUSE_ABOVE);
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        properties.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) settings.sessionTimeout().toMillis());
        properties.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) settings.heartbeat().toMillis());
        return properties;
    }

    private void poll(Consumer<byte[], byte[]> consumer) {
        consumer.subscribe(
                stage.reads().stream().map(Topic::fullName).toList(), new HandOver(consumer));
        Instant commitAt = clock.instant().plus(COMMIT_EVERY);
        Instant sweepAt = clock.instant().plus(SWEEP_EVERY);
        while (!closing) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                dispatch(consumer, record);
            }
            ready = !progress.isEmpty();
            throttle(consumer);
            Instant now = clock.instant();
            if (now.isAfter(commitAt)) {
                commitAt = now.plus(COMMIT_EVERY);
                Map<TopicPartition, OffsetAndMetadata> done = advanced(progress.keySet());
                if (!done.isEmpty()) {
                    consumer.commitAsync(
                            done,
                            (offsets, fault) -> {
                                if (fault != null) {
                                    log.debug("{}: commit: {}", stage.name(), fault.toString());
                                }
                            });
                }
            }
            if (now.isAfter(sweepAt)) {
                sweepAt = now.plus(SWEEP_EVERY);
                sweep(now.minus(IDLE));
            }
        }
        handOver(consumer, List.copyOf(progress.keySet()));
        ready = false;
    }

    private void dispatch(
            Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Progress at = progress.computeIfAbsent(partition, missing -> new Progress(record.offset()));
        SessionId session;
        try {
            session = new SessionId(new String(record.key(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | NullPointerException e) {
            session = SessionId.on(record.partition(), "nobody");
        }
        SessionLane lane =
                lanes.computeIfAbsent(
                        session,
                        missing ->
                                new SessionLane(
                                        stage,
                                        missing,
                                        new SessionLane.Surroundings(
                                                wire,
                                                writer,
                                                figures,
                                                clock,
                                                consumer.groupMetadata().generationId())));
        if (record.topic().equals(Topics.CANCELLATIONS.fullName())) {
            cancel(lane, record);
            at.take(record.offset());
            at.finish(record.offset());
        } else {
            at.take(record.offset());
            lane.enqueue(record, at);
        }
    }

    private void cancel(SessionLane lane, ConsumerRecord<byte[], byte[]> record) {
        try {
            if (wire.decode(record).event() instanceof Cancellation cancellation) {
                lane.cancel(cancellation);
            }
        } catch (CodecException e) {
            figures.countDeadLetter();
            log.warn("{}: a cancellation can't be read: {}", stage.name(), e.getMessage());
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
                    done.put(partition, new OffsetAndMetadata(upTo));
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
        for (Map.Entry<SessionId, SessionLane> lane : lanes.entrySet()) {
            if (lane.getKey().partition() == partition.partition()) {
                lowest = Math.min(lowest, lane.getValue().heldFrom());
            }
        }
        return lowest;
    }

    private void sweep(Instant idleSince) {
        for (Iterator<SessionLane> each = lanes.values().iterator(); each.hasNext(); ) {
            SessionLane lane = each.next();
            if (lane.idleSince(idleSince)) {
                lane.drop();
                each.remove();
            }
        }
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
            partitions.forEach(
                    partition ->
                            progress.put(partition, new Progress(consumer.position(partition))));
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
