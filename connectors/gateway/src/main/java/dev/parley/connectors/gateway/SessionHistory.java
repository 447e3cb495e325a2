package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads what lately was written about sessions, up to where the log ends now. */
final class SessionHistory {
    private static final Duration POLL = Duration.ofMillis(10);

    private SessionHistory() {}

    /**
     * @param reader assigned to nothing; used by this alone
     * @param partitions on which they lie
     * @param keys whether a record of that key is wanted
     * @param decode null for a record that is to be passed over
     * @throws KafkaException if it can't be read within the patience
     */
    static List<Envelope<?>> read(
            Consumer<byte[], byte[]> reader,
            Function<ConsumerRecord<byte[], byte[]>, @Nullable Envelope<?>> decode,
            Set<Integer> partitions,
            Predicate<byte[]> keys,
            Set<Topic> topics,
            Instant since,
            Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> left = begin(reader, partitions, topics, since, patience);
        List<Envelope<?>> history = new ArrayList<>();
        while (!left.isEmpty()) {
            if (System.nanoTime() > until) {
                throw new KafkaException("not read within " + patience.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                if (record.key() != null && keys.test(record.key())) {
                    Envelope<?> envelope = decode.apply(record);
                    if (envelope != null) {
                        history.add(envelope);
                    }
                }
            }
            left.entrySet().removeIf(end -> reader.position(end.getKey()) >= end.getValue());
        }
        return history;
    }

    private static Map<TopicPartition, Long> begin(
            Consumer<byte[], byte[]> reader,
            Set<Integer> numbers,
            Set<Topic> topics,
            Instant since,
            Duration patience) {
        List<TopicPartition> partitions =
                topics.stream()
                        .flatMap(
                                topic ->
                                        numbers.stream()
                                                .map(
                                                        number ->
                                                                new TopicPartition(
                                                                        topic.fullName(), number)))
                        .toList();
        reader.assign(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, Long> ends = new HashMap<>(reader.endOffsets(partitions, patience));
        Map<TopicPartition, OffsetAndTimestamp> begins = reader.offsetsForTimes(times, patience);
        ends.entrySet()
                .removeIf(
                        end -> {
                            OffsetAndTimestamp from = begins.get(end.getKey());
                            boolean nothing = from == null || from.offset() >= end.getValue();
                            reader.seek(
                                    end.getKey(),
                                    nothing || from == null ? end.getValue() : from.offset());
                            return nothing;
                        });
        return ends;
    }
}
