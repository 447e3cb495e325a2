package dev.parley.app.audit;

import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audit.ChainedRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The chains as they lie in the topic; committed records alone. For one thread. */
final class TopicChain implements Verification.Topic, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final byte[] NOTHING = new byte[0];

    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicChain(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        this.consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public List<Integer> partitions() {
        return consumer.partitionsFor(Topics.AUDIT.fullName()).stream()
                .map(PartitionInfo::partition)
                .sorted()
                .toList();
    }

    /** At most how many records there are; markers of transactions count, too. */
    long reach() {
        List<TopicPartition> all = partitions().stream().map(TopicChain::named).toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        return consumer.endOffsets(all).entrySet().stream()
                .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    @Override
    public long read(int partition, Consumer<ChainedRecord> to) {
        TopicPartition of = named(partition);
        consumer.assign(List.of(of));
        consumer.seekToBeginning(List.of(of));
        long begin = consumer.position(of);
        long end = consumer.endOffsets(List.of(of)).getOrDefault(of, 0L);
        while (consumer.position(of) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                to.accept(chained(record));
            }
        }
        return end - begin;
    }

    private static ChainedRecord chained(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key() == null ? NOTHING : record.key();
        byte[] value = record.value() == null ? NOTHING : record.value();
        return HashChain.place(record.headers())
                .map(place -> new ChainedRecord(place.sequence(), place.link(), key, value))
                .orElseGet(() -> ChainedRecord.unmarked(key, value));
    }

    private static TopicPartition named(int partition) {
        return new TopicPartition(Topics.AUDIT.fullName(), partition);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
