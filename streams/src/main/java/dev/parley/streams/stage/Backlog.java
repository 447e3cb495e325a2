package dev.parley.streams.stage;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * How far a topology is behind, per partition that it owns: what lies unread in the topic, and what
 * was read and waits in Kafka Streams' buffer. It hears of both as the source of the topology's
 * clients, at each poll. Safe for any thread.
 */
final class Backlog implements KafkaClientSupplier {
    private static final Duration REFRESHED_EVERY = Duration.ofMillis(500);

    private final Map<TopicPartition, Behind> partitions = new ConcurrentHashMap<>();

    /**
     * @param unread records that were not read, as the last poll knew it
     * @param read the last offset that was read; -1 before the first
     * @param handled the last offset that was handled, or the one before the first that was read
     */
    private record Behind(long unread, long read, long handled) {
        private static final Behind NOTHING = new Behind(0, -1, -1);

        Behind unread(long records) {
            return new Behind(records, read, handled);
        }

        Behind read(long first, long last) {
            return new Behind(unread, last, handled < 0 ? first - 1 : handled);
        }

        Behind handled(long offset) {
            return new Behind(unread, read, offset);
        }

        long records() {
            return unread + Math.max(0, read - handled);
        }
    }

    void handled(RecordMetadata place) {
        partitions.computeIfPresent(
                new TopicPartition(place.topic(), place.partition()),
                (partition, behind) -> behind.handled(place.offset()));
    }

    Map<TopicPartition, Long> records() {
        Map<TopicPartition, Long> records = new HashMap<>();
        partitions.forEach((partition, behind) -> records.put(partition, behind.records()));
        return records;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new Reader(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    private void change(TopicPartition partition, UnaryOperator<Behind> change) {
        partitions.compute(
                partition,
                (same, behind) -> change.apply(behind == null ? Behind.NOTHING : behind));
    }

    private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A topology's main consumer. It tells on its polling thread. */
    private final class Reader extends KafkaConsumer<byte[], byte[]> {
        private long refreshedAt = System.nanoTime();

        Reader(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
                long first = read.getFirst().offset();
                long last = read.getLast().offset();
                change(partition, behind -> behind.read(first, last));
            }
            if (System.nanoTime() - refreshedAt > REFRESHED_EVERY.toNanos()) {
                refreshedAt = System.nanoTime();
                refresh();
            }
            return records;
        }

        private void refresh() {
            partitions.keySet().retainAll(assignment());
            for (TopicPartition partition : assignment()) {
                currentLag(partition)
                        .ifPresent(unread -> change(partition, behind -> behind.unread(unread)));
            }
        }
    }
}
