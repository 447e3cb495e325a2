package dev.parley.streams.stage;

import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes partitions over and hands them over. Called on the polling thread, within a poll. */
final class HandOver implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    /**
     * How far back a new owner reads what was cancelled: the events that it takes over may have
     * been cancelled when they belonged to another.
     */
    static final Duration CANCELLED_SINCE = Duration.ofMinutes(10);

    private final Transform stage;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Progress> progress;
    private final SessionLanes lanes;
    private final Flow flow;
    private final Commits commits;
    private final Recollection recollection;
    private final InstantSource clock;
    private final Duration patience;
    private boolean joined;

    HandOver(
            Transform stage,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Progress> progress,
            SessionLanes lanes,
            Flow flow,
            Commits commits,
            Recollection recollection,
            InstantSource clock,
            Duration patience) {
        this.stage = stage;
        this.consumer = consumer;
        this.progress = progress;
        this.lanes = lanes;
        this.flow = flow;
        this.commits = commits;
        this.recollection = recollection;
        this.clock = clock;
        this.patience = patience;
    }

    /** Whether this process is a member of its group, with partitions or without. */
    boolean joined() {
        return joined;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
        if (!partitions.isEmpty()) {
            takeOver(partitions, Set.of());
        }
    }

    /**
     * The log has lost its end, as it may when the power of its only broker fails: what was read
     * beyond is no more, and other records will have those offsets. All that was at hand is let go;
     * whoever had something open is told that something is missing.
     *
     * @param end where the log goes on
     */
    void startOver(TopicPartition cut, long end) {
        Progress before = progress.get(cut);
        if (before == null) {
            return;
        }
        log.warn("{}: {} lost its end and goes on at {}", stage.name(), cut, end);
        consumer.commitSync(
                Map.of(cut, Takeover.committing(end, Optional.empty(), before.attempt())),
                Membership.PATIENCE);
        List<TopicPartition> beside =
                progress.keySet().stream()
                        .filter(each -> each.partition() == cut.partition())
                        .toList();
        abandon(beside);
        takeOver(beside, Set.of(cut));
    }

    private void takeOver(Collection<TopicPartition> partitions, Set<TopicPartition> cut) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions), Membership.PATIENCE);
        Map<TopicPartition, Long> beginnings =
                consumer.beginningOffsets(partitions, Membership.PATIENCE);
        Instant now = clock.instant();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata at = committed.get(partition);
            long beginning = beginnings.getOrDefault(partition, 0L);
            long wanted = at == null ? firstOf(partition, beginning) : at.offset();
            long from = Math.max(wanted, beginning);
            boolean expired = wanted < beginning && !Flow.cancels(partition);
            if (expired) {
                tellOfGap(stage, partition, beginning - wanted);
            }
            boolean gap = expired || cut.contains(partition);
            if (at != null && from == at.offset()) {
                consumer.seek(partition, at);
            } else {
                consumer.seek(partition, from);
            }
            progress.put(partition, new Progress(from, Takeover.after(at), now, gap));
        }
        flow.learnFirst(partitions);
        commits.commitNow(partitions);
        rewindCancellations(partitions, now.minus(CANCELLED_SINCE));
        recallSaid(partitions);
    }

    private long firstOf(TopicPartition partition, long beginning) {
        return stage.unheard()
                ? consumer.endOffsets(List.of(partition), Membership.PATIENCE)
                        .getOrDefault(partition, beginning)
                : beginning;
    }

    static void tellOfGap(Transform stage, TopicPartition partition, long records) {
        log.warn(
                "{}: {} records of {} were gone before they were read: older than their retention",
                stage.name(),
                records,
                partition);
    }

    private void rewindCancellations(Collection<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> from = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (Flow.cancels(partition)) {
                from.put(partition, since.toEpochMilli());
            }
        }
        if (from.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndTimestamp> offsets =
                consumer.offsetsForTimes(from, Membership.PATIENCE);
        offsets.forEach(
                (partition, offset) -> {
                    if (offset != null && offset.offset() < consumer.position(partition)) {
                        consumer.seek(partition, offset.offset());
                    }
                });
    }

    /** Asks what a takeover asks, of a partition that may be another's. */
    void rehearse() {
        Topic first = stage.reads().getFirst();
        var partition = new TopicPartition(first.fullName(), 0);
        stage.recalls().ifPresent(said -> recollection.rehearse(said, partition));
    }

    private void recallSaid(Collection<TopicPartition> partitions) {
        Topic first = stage.reads().getFirst();
        Map<TopicPartition, Long> heads = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(first.fullName())) {
                heads.put(partition, consumer.position(partition));
            }
        }
        stage.recalls().ifPresent(said -> recollection.read(said, heads));
    }

    /** Waits a little for what is at hand, commits, and lets go. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = numbers(partitions);
        lanes.stop(numbers::contains);
        Instant until = clock.instant().plus(patience);
        while (lanes.busy(numbers::contains) && clock.instant().isBefore(until)) {
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        commits.commitNow(partitions);
        abandon(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        joined = false;
        abandon(partitions);
    }

    void abandon(Collection<TopicPartition> partitions) {
        for (int number : numbers(partitions)) {
            lanes.drop(number);
            flow.forget(number);
            recollection.forget(number);
        }
        partitions.forEach(progress::remove);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        Set<Integer> numbers = new HashSet<>();
        partitions.forEach(each -> numbers.add(each.partition()));
        return numbers;
    }
}
