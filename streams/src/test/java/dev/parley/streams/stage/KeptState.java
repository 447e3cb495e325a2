package dev.parley.streams.stage;

import dev.parley.schemas.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topology's state off its changelog, as whoever takes it over would find it. */
public final class KeptState {
    private KeptState() {}

    /** The state that was committed last for a key; null if none was. */
    public static @Nullable Object of(Broker broker, Codec codec, String topology, String key) {
        byte[] newest = null;
        for (ConsumerRecord<byte[], byte[]> record : committed(broker, topology)) {
            if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                newest = record.value();
            }
        }
        return newest == null ? null : codec.decode(((Kept) codec.decode(newest)).state());
    }

    /** All that was committed, per partition in order. */
    static List<ConsumerRecord<byte[], byte[]>> committed(Broker broker, String topology) {
        String topic = "parley-" + topology + "-" + topology + "-state-changelog";
        Map<String, Object> properties = new HashMap<>(broker.client());
        properties.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    reader.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> reader.position(each) < ends.get(each))) {
                reader.poll(Duration.ofMillis(50)).forEach(records::add);
            }
        }
        return records;
    }
}
