package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.schemas.codec.PublishedSchema;
import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.codec.SchemaSource;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic in which builds tell each other of their schemas. What the topic lacks of this build's
 * is written when it is opened, so before the build's first record; what others write is read all
 * the time, by a thread of its own. Of two that claim an id, the first counts.
 */
final class SchemaTopic implements SchemaSource, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SchemaTopic.class);

    private static final Duration OPENED_WITHIN = Duration.ofSeconds(60);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** Ids that nobody published are made up by whoever sends garbage: not all are remembered. */
    private static final int MOST_MISSING = 10_000;

    private final Map<Integer, PublishedSchema> known = new ConcurrentHashMap<>();
    private final Set<Integer> missing = ConcurrentHashMap.newKeySet();
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread following;
    private volatile boolean open = true;

    private SchemaTopic(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.partitions =
                consumer.partitionsFor(Topics.SCHEMAS.fullName()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        this.following =
                Thread.ofPlatform().daemon().name("parley-schemas").unstarted(this::follow);
    }

    /**
     * Reads what is there, and publishes what it lacks.
     *
     * @param client properties of every Kafka client
     * @throws UserError if the topic can't be read or written
     */
    static SchemaTopic open(Map<String, String> client, SchemaCatalogue own)
            throws InterruptedException {
        try {
            KafkaConsumer<byte[], byte[]> consumer = consumer(client);
            try {
                SchemaTopic topic = new SchemaTopic(consumer);
                consumer.assign(topic.partitions);
                consumer.seekToBeginning(topic.partitions);
                topic.readToEnd(OPENED_WITHIN);
                new SchemaAnnouncement(client, OPENED_WITHIN).publish(own, topic.known);
                topic.following.start();
                return topic;
            } catch (RuntimeException | ExecutionException | InterruptedException e) {
                consumer.close();
                throw e;
            }
        } catch (KafkaException | ExecutionException e) {
            throw new UserError(
                    "The schemas can't be told to other builds through "
                            + Topics.SCHEMAS.fullName()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) OPENED_WITHIN.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Optional<PublishedSchema> find(int id) {
        PublishedSchema found = known.get(id);
        if (found == null && missing.size() < MOST_MISSING && missing.add(id)) {
            awaitAllThatIsThere();
            found = known.get(id);
        }
        return Optional.ofNullable(found);
    }

    private void awaitAllThatIsThere() {
        CompletableFuture<Void> read = new CompletableFuture<>();
        asked.add(read);
        consumer.wakeup();
        try {
            read.get(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("It couldn't be found out in time whether others know a schema");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        while (open) {
            List<CompletableFuture<Void>> waiting = waiting();
            try {
                if (waiting.isEmpty()) {
                    note(LOOK_EVERY);
                } else {
                    readToEnd(ANSWERED_WITHIN);
                    waiting.forEach(each -> each.complete(null));
                }
            } catch (WakeupException e) {
                asked.addAll(waiting);
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                log.warn("The schemas of other builds can't be read now: {}", e.toString());
                waiting.forEach(each -> each.completeExceptionally(e));
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private List<CompletableFuture<Void>> waiting() {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (CompletableFuture<Void> each = asked.poll(); each != null; each = asked.poll()) {
            waiting.add(each);
        }
        return waiting;
    }

    /** Reads all that was written before this. */
    private void readToEnd(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > until) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        "the topic wasn't read to its end in time");
            }
            note(Duration.ofMillis(50));
        }
    }

    private void note(Duration patience) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            PublishedSchema.read(record.key(), record.value())
                    .ifPresentOrElse(
                            schema -> known.putIfAbsent(schema.id(), schema),
                            () ->
                                    log.warn(
                                            "{}-{}@{} is no schema; passed over",
                                            record.topic(),
                                            record.partition(),
                                            record.offset()));
        }
    }

    @Override
    public void close() {
        open = false;
        consumer.wakeup();
        try {
            following.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
    }
}
