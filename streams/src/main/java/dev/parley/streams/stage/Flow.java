package dev.parley.streams.stage;

import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides what is read next. A partition rests while much of it waits in memory, and until what was
 * cancelled on its number is known; it is read again where a lane left records for want of room.
 */
final class Flow {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Progress> progress;
    private final SessionLanes lanes;
    private final Room room;

    /** Where the cancellations ended when the partition of that number was taken over. */
    private final Map<Integer, Long> learnTo = new HashMap<>();

    Flow(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Progress> progress,
            SessionLanes lanes,
            Room room) {
        this.consumer = consumer;
        this.progress = progress;
        this.lanes = lanes;
        this.room = room;
    }

    static boolean cancels(TopicPartition partition) {
        return partition.topic().equals(Topics.CANCELLATIONS.fullName());
    }

    /** Before anything else of these partitions is read, what was cancelled is. */
    void learnFirst(Collection<TopicPartition> taken) {
        List<TopicPartition> cancellations = taken.stream().filter(Flow::cancels).toList();
        if (cancellations.isEmpty()) {
            return;
        }
        consumer.endOffsets(cancellations, Membership.PATIENCE)
                .forEach((partition, end) -> learnTo.put(partition.partition(), end));
        consumer.pause(taken.stream().filter(each -> !cancels(each)).toList());
    }

    void forget(int partition) {
        learnTo.remove(partition);
    }

    void regulate(Instant now) {
        long share = room.ofPartition(partitions());
        learnTo.entrySet()
                .removeIf(
                        each ->
                                consumer.position(
                                                new TopicPartition(
                                                        Topics.CANCELLATIONS.fullName(),
                                                        each.getKey()))
                                        >= each.getValue());
        progress.forEach(
                (partition, at) -> {
                    if (!cancels(partition)) {
                        regulate(partition, at, share, now);
                    }
                });
    }

    private void regulate(TopicPartition partition, Progress at, long share, Instant now) {
        boolean paused = consumer.paused().contains(partition);
        long waiting = at.bytesInFlight();
        boolean learning = learnTo.containsKey(partition.partition());
        if (!paused && waiting > share) {
            consumer.pause(List.of(partition));
        } else if (paused && !learning && waiting < share / 3) {
            consumer.resume(List.of(partition));
            at.resumed(now);
        }
        if (at.lanesBehind().get() > 0 && consumer.position(partition) >= at.next()) {
            long from = lanes.readAgain(partition.partition(), at, ofLane());
            if (from != Long.MAX_VALUE) {
                consumer.seek(partition, from);
                at.resumed(now);
            }
        }
    }

    long ofLane() {
        return room.ofLane(partitions());
    }

    private int partitions() {
        return (int) progress.keySet().stream().filter(each -> !cancels(each)).count();
    }
}
