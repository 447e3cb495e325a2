package dev.parley.app.running;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what stands in a topic, from its beginning to its present end. */
final class TopicReader {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Map<String, Object> client;
    private final Wire wire;

    TopicReader(LocalInstallation parley) {
        this.client = new HashMap<>(parley.kafkaClient());
        this.wire = new Wire(parley.wiring().keys());
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    /** A record, decoded. */
    record Read(int partition, long offset, Envelope<?> envelope) {}

    List<Read> all(Topic topic) {
        List<Read> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.fullName()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PAUSE)) {
                    all.add(new Read(record.partition(), record.offset(), wire.decode(record)));
                }
            }
        }
        return all;
    }

    List<Envelope<?>> of(SessionId session, Topic topic) {
        List<Envelope<?>> events = new ArrayList<>();
        for (Read read : all(topic)) {
            if (read.envelope().session().equals(session)) {
                events.add(read.envelope());
            }
        }
        return events;
    }

    /** Reads again until what a session wrote is as wanted. */
    List<Envelope<?>> await(
            SessionId session, Topic topic, Predicate<List<Envelope<?>>> wanted, Duration patience)
            throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Envelope<?>> events = of(session, topic);
            if (wanted.test(events) || System.nanoTime() > until) {
                return events;
            }
            Thread.sleep(PAUSE);
        }
    }
}
