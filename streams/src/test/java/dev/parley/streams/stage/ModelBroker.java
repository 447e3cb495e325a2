package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;

/** As much of a broker as a transform's host can see: logs, committed offsets, owners. */
final class ModelBroker {
    static final int PARTITIONS = 2;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    final Map<Integer, ModelConsumer> owners = new HashMap<>();
    final Wire wire;

    /** How many of a thousand writes time out. */
    volatile int failingWrites;

    ModelBroker(Wire wire) {
        this.wire = wire;
    }

    synchronized List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, missing -> new ArrayList<>());
    }

    synchronized long end(TopicPartition partition) {
        return log(partition).size();
    }

    synchronized long beginning(TopicPartition partition) {
        return beginnings.getOrDefault(partition, 0L);
    }

    /** Retention: all before that offset is gone. */
    synchronized void remove(TopicPartition partition, long before) {
        beginnings.merge(partition, before, Math::max);
    }

    synchronized ConsumerRecord<byte[], byte[]> write(Topic topic, Envelope<?> envelope) {
        return append(wire.encode(topic, envelope));
    }

    synchronized List<Envelope<?>> all(Topic topic) {
        List<Envelope<?>> all = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            log(new TopicPartition(topic.fullName(), i))
                    .forEach(record -> all.add(wire.decode(record)));
        }
        return all;
    }

    private synchronized ConsumerRecord<byte[], byte[]> append(
            ProducerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        List<ConsumerRecord<byte[], byte[]>> log = log(partition);
        ConsumerRecord<byte[], byte[]> appended =
                new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        log.size(),
                        record.timestamp(),
                        TimestampType.CREATE_TIME,
                        record.key().length,
                        record.value().length,
                        record.key(),
                        record.value(),
                        record.headers(),
                        Optional.empty());
        log.add(appended);
        return appended;
    }

    /** Acknowledges at once or a little later; some writes time out, unwritten. */
    EventWriter writer() {
        @SuppressWarnings("unchecked")
        Producer<byte[], byte[]> producer =
                (Producer<byte[], byte[]>)
                        Proxy.newProxyInstance(
                                ModelBroker.class.getClassLoader(),
                                new Class<?>[] {Producer.class},
                                (proxy, method, arguments) ->
                                        switch (method.getName()) {
                                            case "send" ->
                                                    sent(
                                                            (ProducerRecord<byte[], byte[]>)
                                                                    arguments[0]);
                                            case "close" -> null;
                                            default ->
                                                    throw new UnsupportedOperationException(
                                                            method.getName());
                                        });
        return new EventWriter(wire, producer, producer);
    }

    private CompletableFuture<?> sent(ProducerRecord<byte[], byte[]> record) {
        int dice = ThreadLocalRandom.current().nextInt(1000);
        if (dice < failingWrites) {
            return CompletableFuture.failedFuture(new TimeoutException("no room"));
        }
        append(record);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (dice % 4 == 0) {
            Thread.startVirtualThread(() -> answer.complete(null));
        } else {
            answer.complete(null);
        }
        return answer;
    }
}
