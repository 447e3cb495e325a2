package dev.parley.streams.stage;

import dev.parley.schemas.codec.Codec;
import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier owners of the partitions said, per session the newest record of each type, read once
 * at the takeover. Read by the polling thread, asked by lanes.
 *
 * <p>It is read from a minute before the record that the owner goes on with, by that record's own
 * time: what was said of it or of a later one can't be older, but for clocks that differ.
 */
final class Recollection {
    private static final Logger log = LoggerFactory.getLogger(Recollection.class);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** No input that is still there is older: a clock that says so is wrong. */
    private static final Duration OLDEST = Duration.ofMinutes(16);

    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final InstantSource clock;
    private final Map<SessionId, Map<Integer, ConsumerRecord<byte[], byte[]>>> said =
            new ConcurrentHashMap<>();

    /**
     * @param readers opens a consumer that belongs to no group
     */
    Recollection(Supplier<Consumer<byte[], byte[]>> readers, InstantSource clock) {
        this.readers = readers;
        this.clock = clock;
    }

    /** Oldest first. */
    List<ConsumerRecord<byte[], byte[]>> of(SessionId session) {
        return said.getOrDefault(session, Map.of()).values().stream()
                .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                .toList();
    }

    void forget(int partition) {
        said.keySet().removeIf(session -> session.partition() == partition);
    }

    /**
     * Returns once all is read that is there now.
     *
     * @param heads the partitions taken over, with the offset that each goes on from
     * @throws TimeoutException if the broker doesn't give it in time
     */
    void read(Topic topic, Map<TopicPartition, Long> heads) {
        if (heads.isEmpty()) {
            return;
        }
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            read(reader, topic, heads);
        }
    }

    private void read(
            Consumer<byte[], byte[]> reader, Topic topic, Map<TopicPartition, Long> heads) {
        Map<TopicPartition, Long> since = new HashMap<>();
        times(reader, heads)
                .forEach(
                        (partition, time) ->
                                since.put(
                                        new TopicPartition(topic.fullName(), partition.partition()),
                                        time));
        reader.assign(since.keySet());
        Map<TopicPartition, Long> ends = reader.endOffsets(since.keySet(), Membership.PATIENCE);
        Map<TopicPartition, OffsetAndTimestamp> from =
                reader.offsetsForTimes(since, Membership.PATIENCE);
        ends.forEach(
                (partition, end) -> {
                    OffsetAndTimestamp begin = from.get(partition);
                    reader.seek(partition, begin == null ? end : begin.offset());
                });
        readTo(reader, ends, this::remember);
    }

    /** Reads as at a takeover of a partition's end, and forgets it; a fault doesn't matter. */
    void rehearse(Topic topic, TopicPartition partition) {
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            read(reader, topic, reader.endOffsets(List.of(partition), Membership.PATIENCE));
        } catch (KafkaException e) {
            log.debug("a takeover can't be rehearsed: {}", e.getClass().getName());
        }
        forget(partition.partition());
    }

    /** From when on something may have been said of what is to come, in epoch milliseconds. */
    private Map<TopicPartition, Long> times(
            Consumer<byte[], byte[]> reader, Map<TopicPartition, Long> heads) {
        Instant now = clock.instant();
        Map<TopicPartition, Long> times = new HashMap<>();
        reader.assign(heads.keySet());
        Map<TopicPartition, Long> ends = reader.endOffsets(heads.keySet(), Membership.PATIENCE);
        Map<TopicPartition, Long> firsts = new HashMap<>();
        heads.forEach(
                (partition, head) -> {
                    reader.seek(partition, head);
                    times.put(partition, now.toEpochMilli());
                    if (head < ends.getOrDefault(partition, 0L)) {
                        firsts.put(partition, head + 1);
                    }
                });
        reader.pause(heads.keySet().stream().filter(each -> !firsts.containsKey(each)).toList());
        readTo(
                reader,
                firsts,
                record ->
                        times.merge(
                                new TopicPartition(record.topic(), record.partition()),
                                record.timestamp(),
                                Math::min));
        long oldest = now.minus(OLDEST).toEpochMilli();
        times.replaceAll((partition, time) -> Math.max(oldest, time - CLOCKS_DIFFER.toMillis()));
        return times;
    }

    private void readTo(
            Consumer<byte[], byte[]> reader,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> missing = new HashMap<>(ends);
        long deadline = System.nanoTime() + Membership.PATIENCE.toNanos();
        while (true) {
            missing.entrySet().removeIf(end -> reader.position(end.getKey()) >= end.getValue());
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("what was said before can't be read in time");
            }
            reader.poll(Duration.ofMillis(10)).forEach(each);
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            return;
        }
        try {
            said.computeIfAbsent(SessionLanes.session(record), missing -> new ConcurrentHashMap<>())
                    .put(Codec.schemaId(value), record);
        } catch (CodecException e) {
            // not an event, and so nothing that was said
        }
    }
}
