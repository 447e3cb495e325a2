package dev.parley.connectors.gateway;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log on Kafka: the process' writer, and one consumer without a group on the partitions that
 * this gateway mints sessions onto.
 *
 * <p>Reads uncommitted and from the end. A record whose session has no listener is dropped unread,
 * by its key alone. Of the listeners' calls, those of one partition come in its order, all on one
 * thread.
 */
public final class KafkaConversationLog implements ConversationLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaConversationLog.class);

    /** The topics that a gateway reads. */
    public static final List<Topic> READS =
            List.of(
                    Topics.AUDIO_OUT,
                    Topics.SPEECH,
                    Topics.REPLIES,
                    Topics.CANCELLATIONS,
                    Topics.CONFIRMATIONS,
                    Topics.TIMELINES,
                    Topics.TURNS,
                    Topics.INTENTS,
                    Topics.TOOL_REQUESTS,
                    Topics.TOOL_CALLS,
                    Topics.TOOL_RESULTS,
                    Topics.FAILURES,
                    Topics.CONTROL);

    /** The topics that a gateway writes. */
    public static final List<Topic> WRITES =
            List.of(
                    Topics.AUDIO_IN,
                    Topics.CONTROL,
                    Topics.PRESENCE,
                    Topics.PERMISSIONS,
                    Topics.TOOL_REQUESTS,
                    Topics.TOOL_RESULTS,
                    Topics.TIMER_REQUESTS);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FETCH_WAITS = Duration.ofMillis(500);

    /** Short, since a reader that is closed waits for its fetch under way. */
    private static final Duration FETCH_OF_HISTORY_WAITS = Duration.ofMillis(20);

    private static final int KEY_STORE_TRIES = 20;

    private final Map<String, ?> client;
    private final Wire wire;
    private final BiConsumer<Topic, Throwable> onFailedWrite;
    private final EventWriter writer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reading;
    private final Set<Integer> present;
    private final List<Integer> minted;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, List<Consumer<Envelope<?>>>> listeners = new ConcurrentHashMap<>();
    private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();
    private final Set<Integer> read = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /**
     * Connects, and reads from now on.
     *
     * @param client what every Kafka client needs here, such as {@code bootstrap.servers} and how
     *     to log in
     * @param writer takes what is appended; stays its owner's, who closes it after this
     * @param partitions onto which sessions are minted; empty for all
     * @param onFailedWrite told of a write that failed for good, on a producer's thread
     * @throws KafkaException if the broker can't be reached or doesn't know the topics
     * @throws IllegalArgumentException if there is no such partition
     */
    public KafkaConversationLog(
            Map<String, ?> client,
            Wire wire,
            EventWriter writer,
            Set<Integer> partitions,
            BiConsumer<Topic, Throwable> onFailedWrite) {
        this.client = Map.copyOf(client);
        this.wire = wire;
        this.writer = writer;
        this.onFailedWrite = onFailedWrite;
        this.consumer = consumer(client, "gateway-reader", FETCH_WAITS);
        try {
            this.present = present(consumer);
            this.minted = List.copyOf(minted(present, partitions));
            read.addAll(minted);
            consumer.assign(assignment());
            seekToEnd(consumer.assignment());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        this.reading = Thread.ofPlatform().name("gateway-log").start(this::read);
    }

    private record Wanted(int partition, CompletableFuture<Void> reached) {}

    @Override
    public int partition() {
        return minted.get(Math.floorMod(turn.getAndIncrement(), minted.size()));
    }

    @Override
    public int partitionOf(String name) {
        return Math.floorMod(name.hashCode(), present.size());
    }

    /**
     * @throws CodecException if the topic doesn't carry the event
     * @throws KeyStoreException if the owner's key can't be had
     * @throws KafkaException if the broker is away for so long that nothing more can wait for it
     */
    @Override
    public void append(Topic topic, Envelope<?> envelope, Runnable acknowledged) {
        writer.write(
                topic,
                envelope,
                failure -> {
                    if (failure == null) {
                        acknowledged.run();
                    } else {
                        onFailedWrite.accept(topic, failure);
                    }
                });
    }

    @Override
    public Subscription subscribe(SessionId session, Consumer<Envelope<?>> listener) {
        listeners.compute(
                session.value(),
                (id, present) -> {
                    List<Consumer<Envelope<?>>> all =
                            present == null ? new CopyOnWriteArrayList<>() : present;
                    all.add(listener);
                    return all;
                });
        Subscription subscription =
                () ->
                        listeners.computeIfPresent(
                                session.value(),
                                (id, present) -> {
                                    present.remove(listener);
                                    return present.isEmpty() ? null : present;
                                });
        try {
            reach(session.partition());
        } catch (LogAwayException e) {
            subscription.close();
            throw e;
        }
        return subscription;
    }

    @Override
    public List<Envelope<?>> history(SessionId session, Set<Topic> topics, Instant since) {
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        return history(
                Set.of(session.partition()), found -> Arrays.equals(found, key), topics, since);
    }

    @Override
    public List<Envelope<?>> history(
            Predicate<SessionId> sessions, Set<Topic> topics, Instant since) {
        return history(present, key -> session(key).filter(sessions).isPresent(), topics, since);
    }

    private static Optional<SessionId> session(byte[] key) {
        try {
            return Optional.of(new SessionId(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notASession) {
            return Optional.empty();
        }
    }

    private List<Envelope<?>> history(
            Set<Integer> partitions, Predicate<byte[]> keys, Set<Topic> topics, Instant since) {
        try (KafkaConsumer<byte[], byte[]> reader =
                consumer(client, "gateway-history", FETCH_OF_HISTORY_WAITS)) {
            return SessionHistory.read(
                    reader, this::decode, partitions, keys, topics, since, PATIENCE);
        } catch (KafkaException e) {
            throw new LogAwayException("a session's history can't be read", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            reading.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a partition is read that was not minted onto: a session is resumed there. */
    private void reach(int partition) {
        if (read.contains(partition)) {
            return;
        }
        Wanted want = new Wanted(partition, new CompletableFuture<>());
        wanted.add(want);
        try {
            want.reached().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new LogAwayException("a session's partition can't be read", e);
        }
    }

    // --- on the reading thread

    private void read() {
        try (consumer) {
            while (!closing) {
                try {
                    takeOn();
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        dispatch(record);
                    }
                } catch (WakeupException woken) {
                    // closing
                } catch (RuntimeException e) {
                    LOG.warn("The log can't be read just now: {}", e.getClass().getName());
                    pause(200);
                }
            }
        }
    }

    private void takeOn() {
        Wanted want;
        while ((want = wanted.poll()) != null) {
            try {
                if (read.add(want.partition())) {
                    Set<TopicPartition> before = new HashSet<>(consumer.assignment());
                    List<TopicPartition> all = assignment();
                    consumer.assign(all);
                    seekToEnd(all.stream().filter(one -> !before.contains(one)).toList());
                }
                want.reached().complete(null);
            } catch (RuntimeException e) {
                read.remove(want.partition());
                consumer.assign(assignment());
                want.reached().completeExceptionally(e);
            }
        }
    }

    private void dispatch(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        List<Consumer<Envelope<?>>> interested =
                listeners.get(new String(record.key(), StandardCharsets.UTF_8));
        if (interested == null) {
            return;
        }
        Envelope<?> envelope = decode(record);
        if (envelope != null) {
            interested.forEach(listener -> listener.accept(envelope));
        }
    }

    private @Nullable Envelope<?> decode(ConsumerRecord<byte[], byte[]> record) {
        for (int attempt = 1; ; attempt++) {
            try {
                return wire.decode(record);
            } catch (CodecException e) {
                LOG.warn("A record of {} can't be decoded and is passed over", record.topic());
                return null;
            } catch (KeyStoreException e) {
                if (attempt == KEY_STORE_TRIES || closing) {
                    LOG.error("A record of {} is lost to its client: no keys", record.topic());
                    return null;
                }
                pause(50);
            }
        }
    }

    private List<TopicPartition> assignment() {
        List<TopicPartition> all = new ArrayList<>();
        for (Topic topic : READS) {
            for (int partition : read) {
                all.add(new TopicPartition(topic.fullName(), partition));
            }
        }
        return all;
    }

    /** Fixes the positions now, so that nothing is missed that is written after this returns. */
    private void seekToEnd(Iterable<TopicPartition> partitions) {
        List<TopicPartition> asked = new ArrayList<>();
        partitions.forEach(asked::add);
        consumer.endOffsets(asked, PATIENCE).forEach(consumer::seek);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<Integer> present(KafkaConsumer<byte[], byte[]> consumer) {
        String topic = Topics.AUDIO_OUT.fullName();
        Set<Integer> present = new TreeSet<>();
        consumer.partitionsFor(topic, PATIENCE).forEach(info -> present.add(info.partition()));
        if (present.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        return present;
    }

    private static Set<Integer> minted(Set<Integer> present, Set<Integer> partitions) {
        if (!present.containsAll(partitions)) {
            throw new IllegalArgumentException(
                    "the gateway's partitions must be among " + present + ", not " + partitions);
        }
        return partitions.isEmpty() ? present : new TreeSet<>(partitions);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            Map<String, ?> client, String id, Duration fetchWaits) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) fetchWaits.toMillis());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, id);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 2000);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
