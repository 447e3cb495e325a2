package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transform's part in its group, from joining until its consumer is lost or closed. All but the
 * figures is of the polling thread, which alone touches the consumer and never waits for a lane,
 * but for a moment at a hand-over.
 */
final class Membership {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    /** For what the broker is asked at a takeover. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For what the broker is asked while all goes on. */
    private static final Duration ASIDE = Duration.ofMillis(200);

    /** A consumer that polls longer than this sends its next fetch late (measured). */
    private static final Duration POLL = Duration.ofMillis(10);

    private final Transform stage;
    private final SessionLane.Surroundings around;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Progress> progress = new ConcurrentHashMap<>();
    private final SessionLanes lanes;
    private final Flow flow;
    private final Commits commits;
    private final HandOver handOver;
    private volatile Map<TopicPartition, Long> lag = Map.of();
    private Instant commitAt;
    private Instant sweepAt;

    /**
     * @param readers opens a consumer that belongs to no group
     */
    Membership(
            Transform stage,
            SessionLane.Setting setting,
            Consumer<byte[], byte[]> consumer,
            Supplier<Consumer<byte[], byte[]>> readers,
            Room room) {
        this.stage = stage;
        this.consumer = consumer;
        Recollection recollection = new Recollection(readers, setting.clock());
        this.around = setting.with(new Cancelled(), recollection::of);
        this.lanes = new SessionLanes(stage, around);
        this.flow = new Flow(consumer, progress, lanes, room);
        this.commits = new Commits(stage.name(), consumer, progress, lanes);
        this.handOver =
                new HandOver(
                        stage,
                        consumer,
                        progress,
                        lanes,
                        flow,
                        commits,
                        recollection,
                        around.clock(),
                        around.pace().handOver());
        this.commitAt = around.clock().instant().plus(around.pace().commitEvery());
        this.sweepAt = around.clock().instant().plus(around.pace().sweepEvery());
    }

    /**
     * Asks the broker what a takeover asks: a process that does so for the first time while its
     * group waits for it costs the others a second. To be called before it joins.
     */
    void rehearse() {
        handOver.rehearse();
    }

    void join() {
        consumer.subscribe(stage.reads().stream().map(Topic::fullName).toList(), handOver);
    }

    boolean joined() {
        return handOver.joined();
    }

    /** Polls once, and does what is due. */
    void round() {
        try {
            dispatch(consumer.poll(POLL));
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions()
                    .forEach((partition, wanted) -> goOn(partition, wanted, e));
        }
        Instant now = around.clock().instant();
        flow.regulate(now);
        if (now.isAfter(commitAt)) {
            commitAt = now.plus(around.pace().commitEvery());
            commits.commit();
            lag = measuredLag();
        }
        if (now.isAfter(sweepAt)) {
            sweepAt = now.plus(around.pace().sweepEvery());
            sweep(now);
        }
    }

    /** In one poll, cancellations go first. */
    private void dispatch(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (Flow.cancels(partition)) {
                records.records(partition).forEach(record -> cancel(partition, record));
            }
        }
        long room = flow.ofLane();
        for (TopicPartition partition : records.partitions()) {
            Progress at = progress.get(partition);
            if (!Flow.cancels(partition) && at != null) {
                records.records(partition).forEach(record -> lanes.offer(record, at, room));
            }
        }
    }

    /** A cancellation holds nothing personal, so that reading it waits for no key. */
    private void cancel(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        Progress at = progress.get(partition);
        if (at != null) {
            at.read(record);
        }
        try {
            if (around.wire().decode(record).event() instanceof Cancellation cancellation) {
                var session = SessionLanes.session(record);
                around.cancelled().add(session, cancellation, around.clock().instant());
                lanes.cancel(record.partition(), session, cancellation);
            }
        } catch (RuntimeException e) {
            around.figures().countDeadLetter();
            log.warn(
                    "{}: a cancellation can't be applied: {}",
                    stage.name(),
                    DeadLetters.describe(e));
        }
    }

    private void goOn(TopicPartition partition, long wanted, OffsetOutOfRangeException cause) {
        long beginning =
                consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        if (wanted < beginning) {
            skipGap(partition, wanted, beginning);
        } else {
            handOver.startOver(partition, endOf(partition, cause));
        }
    }

    /** Where a log that lost its end went on; if that isn't known any more, where it ends now. */
    private long endOf(TopicPartition partition, OffsetOutOfRangeException cause) {
        if (cause instanceof LogTruncationException truncation) {
            OffsetAndMetadata divergent = truncation.divergentOffsets().get(partition);
            if (divergent != null) {
                return divergent.offset();
            }
        }
        return consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
    }

    /** Records were removed before they were read. */
    private void skipGap(TopicPartition partition, long wanted, long beginning) {
        Progress before = progress.get(partition);
        if (before == null) {
            return;
        }
        if (Flow.cancels(partition)) {
            consumer.seek(partition, beginning);
            return;
        }
        HandOver.tellOfGap(stage, partition, beginning - wanted);
        lanes.missed(partition.partition());
        consumer.seek(partition, beginning);
        before.skipTo(beginning, around.clock().instant());
    }

    private void sweep(Instant now) {
        Instant forsaken = now.minus(around.pace().forsaken());
        lanes.sweep(now.minus(around.pace().idle()), forsaken, number -> flows(number, forsaken));
        around.cancelled().forget(now.minus(HandOver.CANCELLED_SINCE));
    }

    private boolean flows(int number, Instant since) {
        return progress.entrySet().stream()
                .filter(each -> each.getKey().partition() == number && !Flow.cancels(each.getKey()))
                .allMatch(
                        each ->
                                !consumer.paused().contains(each.getKey())
                                        && each.getValue().flowingSince().isBefore(since));
    }

    private Map<TopicPartition, Long> measuredLag() {
        Map<TopicPartition, Long> measured = new HashMap<>();
        Map<TopicPartition, Long> ends = endsOfResting();
        progress.forEach(
                (partition, at) -> {
                    Long end = ends.get(partition);
                    OptionalLong unread =
                            end == null
                                    ? consumer.currentLag(partition)
                                    : OptionalLong.of(end - consumer.position(partition));
                    measured.put(
                            partition,
                            unread.isEmpty()
                                    ? at.lag(0, at.next())
                                    : at.lag(unread.getAsLong(), consumer.position(partition)));
                });
        return measured;
    }

    /** A consumer learns where a partition ends as it reads it; of one that rests it must ask. */
    private Map<TopicPartition, Long> endsOfResting() {
        List<TopicPartition> resting =
                consumer.paused().stream().filter(progress::containsKey).toList();
        if (resting.isEmpty()) {
            return Map.of();
        }
        try {
            return consumer.endOffsets(resting, ASIDE);
        } catch (TimeoutException e) {
            return Map.of();
        }
    }

    /** Records that are not finished, read or not, per partition; of half a second ago. */
    Map<TopicPartition, Long> lag() {
        return lag;
    }

    /** Records that were read and are not finished. Safe for any thread. */
    int inFlight() {
        return progress.values().stream().mapToInt(Progress::inFlight).sum();
    }

    /** Whether that partition is another's, or was read to that offset. Polling thread. */
    boolean readAll(long end, TopicPartition partition) {
        Progress at = progress.get(partition);
        return at == null || (at.next() >= end && at.lanesBehind().get() == 0);
    }

    /** Hands everything over in good order. */
    void leave() {
        handOver.onPartitionsRevoked(List.copyOf(progress.keySet()));
    }

    /** Lets go of everything, committing nothing. */
    void abandon() {
        handOver.abandon(List.copyOf(progress.keySet()));
    }
}
