package dev.parley.load.chaos;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the log says of the talkers' turns: each must have one reply. */
final class TurnsInLog {
    private final Map<TurnId, Set<String>> replies = new LinkedHashMap<>();

    private TurnsInLog() {}

    /**
     * Reads all that is there.
     *
     * @param sessions whose turns count
     */
    static TurnsInLog read(String bootstrap, int partitions, Set<String> sessions) {
        TurnsInLog log = new TurnsInLog();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        Wire wire = new Wire(new EphemeralKeys());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (Topic topic : List.of(Topics.TURNS, Topics.REPLIES)) {
                log.read(consumer, topic, partitions, wire, sessions);
            }
        }
        return log;
    }

    private void read(
            KafkaConsumer<byte[], byte[]> consumer,
            Topic topic,
            int partitions,
            Wire wire,
            Set<String> sessions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topic.fullName(), partition));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(all));
        while (!left.isEmpty()) {
            left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                if (record.key() != null
                        && sessions.contains(new String(record.key(), StandardCharsets.UTF_8))) {
                    note(wire, record);
                }
            }
        }
    }

    private void note(Wire wire, ConsumerRecord<byte[], byte[]> record) {
        try {
            switch (wire.decode(record).event()) {
                case Turn.Ended turn -> replies.computeIfAbsent(turn.turn(), t -> new HashSet<>());
                case Reply.Sentence sentence ->
                        replies.computeIfAbsent(sentence.turn(), t -> new HashSet<>())
                                .add(sentence.reply().value());
                default -> {
                    // not of interest
                }
            }
        } catch (CodecException e) {
            throw new IllegalStateException(e);
        }
    }

    int turns() {
        return replies.size();
    }

    long unanswered() {
        return replies.values().stream().filter(Set::isEmpty).count();
    }

    long answeredTwice() {
        return replies.values().stream().filter(of -> of.size() > 1).count();
    }

    Set<String> replies() {
        Set<String> all = new HashSet<>();
        replies.values().forEach(all::addAll);
        return all;
    }
}
