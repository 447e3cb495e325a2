package dev.parley.app.topics;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one topic, decoded. Only what is committed is seen; nothing is left behind on the broker.
 * For one thread. Every method throws Kafka's own exceptions when the broker can't be reached.
 */
public final class RecordReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Wire wire;
    private final Topic topic;
    private final @Nullable SessionId session;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * @param client the broker's address and login
     * @param session the only one whose records are wanted; null for all
     */
    public RecordReader(
            Map<String, String> client, Wire wire, Topic topic, @Nullable SessionId session) {
        this.wire = wire;
        this.topic = topic;
        this.session = session;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        this.consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partitions =
                consumer.partitionsFor(topic.fullName()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .filter(partition -> mayHoldIt(partition.partition()))
                        .toList();
        consumer.assign(partitions);
    }

    private boolean mayHoldIt(int partition) {
        return session == null
                || topic.key() != Topic.Key.SESSION
                || session.partition() == partition;
    }

    /** Hands over all that is there now, from the start; within a session in order. */
    public void fromStart(Consumer<TopicRecord> to) {
        consumer.seekToBeginning(partitions);
        untilNow(to);
    }

    /** All that is there now, by time. */
    public List<TopicRecord> all() {
        List<TopicRecord> found = new ArrayList<>();
        fromStart(found::add);
        found.sort(TopicRecord.BY_TIME);
        return found;
    }

    /** The newest records, by time. */
    public List<TopicRecord> last(int count) {
        if (session == null) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            consumer.endOffsets(partitions)
                    .forEach(
                            (partition, end) ->
                                    consumer.seek(
                                            partition,
                                            Math.max(
                                                    begins.getOrDefault(partition, 0L),
                                                    end - reach(count))));
        } else {
            consumer.seekToBeginning(partitions);
        }
        Map<Integer, Deque<TopicRecord>> newest = new HashMap<>();
        untilNow(
                record -> {
                    Deque<TopicRecord> kept =
                            newest.computeIfAbsent(
                                    record.place().partition(), missing -> new ArrayDeque<>());
                    kept.addLast(record);
                    if (kept.size() > count) {
                        kept.removeFirst();
                    }
                });
        List<TopicRecord> found =
                newest.values().stream()
                        .flatMap(Deque::stream)
                        .sorted(TopicRecord.BY_TIME)
                        .toList();
        return found.subList(Math.max(0, found.size() - count), found.size());
    }

    /** Markers of transactions take offsets too: at most one a record, in practice. */
    private static long reach(int count) {
        return 2L * count + 10;
    }

    /**
     * Hands over what comes from here on: after what was read, or if nothing was, from now.
     *
     * @param wanted asked at least five times a second; false ends it
     */
    public void follow(BooleanSupplier wanted, Consumer<TopicRecord> to) {
        while (wanted.getAsBoolean()) {
            poll(to);
        }
    }

    private void untilNow(Consumer<TopicRecord> to) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(to);
        }
    }

    private void poll(Consumer<TopicRecord> to) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TopicRecord decoded = decoded(record);
            if (session == null || isOfSession(decoded, session)) {
                to.accept(decoded);
            }
        }
    }

    private static boolean isOfSession(TopicRecord record, SessionId session) {
        return switch (record) {
            case TopicRecord.Decoded decoded -> decoded.envelope().session().equals(session);
            case TopicRecord.Undecodable malformed ->
                    malformed.place().key().equals(session.value());
        };
    }

    private TopicRecord decoded(ConsumerRecord<byte[], byte[]> record) {
        TopicRecord.Place place =
                new TopicRecord.Place(
                        topic,
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        record.key() == null
                                ? ""
                                : new String(record.key(), StandardCharsets.UTF_8));
        try {
            return new TopicRecord.Decoded(place, wire.decode(record));
        } catch (CodecException | KeyStoreException e) {
            return new TopicRecord.Undecodable(place, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
