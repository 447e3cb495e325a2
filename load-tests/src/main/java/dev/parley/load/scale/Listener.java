package dev.parley.load.scale;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is heard in some sessions, as every reader does: what is not newer than the newest of
 * its session came again and is left out. Reads on a thread of its own until it is closed.
 */
public final class Listener {
    private static final Duration AWHILE = Duration.ofMillis(20);
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private final Wire wire;
    private final Map<SessionId, Script> scripts;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<SessionId, EventId> newest = new HashMap<>();
    private final Map<SessionId, List<Script.Heard>> finals = new ConcurrentHashMap<>();
    private final Map<SessionId, List<Arrival>> finalsCame = new ConcurrentHashMap<>();
    private final Map<Integer, List<Long>> arrivals = new ConcurrentHashMap<>();
    private final Thread reading;
    private final AtomicInteger finalsSeen = new AtomicInteger();
    private volatile long lastFinalNanos;
    private int repeated;
    private volatile boolean open = true;

    /**
     * When a final came.
     *
     * @param said when the record was written that closed its utterance
     */
    public record Arrival(Instant said, Instant came) {
        public Duration waited() {
            return Duration.between(said, came);
        }
    }

    public Listener(
            Wire wire, Map<String, String> client, int partitions, Map<SessionId, Script> scripts) {
        this.wire = wire;
        this.scripts = scripts;
        this.consumer =
                new KafkaConsumer<>(
                        new HashMap<>(client),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all =
                IntStream.range(0, partitions)
                        .mapToObj(each -> new TopicPartition(Topics.SPEECH.fullName(), each))
                        .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        reading = Thread.ofPlatform().name("listener").daemon().start(this::read);
    }

    private void read() {
        while (open) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                note(record.partition(), wire.decode(record));
            }
        }
        consumer.close();
    }

    private void note(int partition, Envelope<?> envelope) {
        if (!scripts.containsKey(envelope.session())) {
            return;
        }
        EventId before = newest.get(envelope.session());
        if (before != null && envelope.id().compareTo(before) <= 0) {
            repeated++;
            return;
        }
        newest.put(envelope.session(), envelope.id());
        long now = System.nanoTime();
        arrivals.computeIfAbsent(partition, missing -> new ArrayList<>()).add(now);
        if (envelope.event() instanceof Speech.Final ended) {
            finals.computeIfAbsent(envelope.session(), missing -> new ArrayList<>())
                    .add(heard(ended));
            finalsCame
                    .computeIfAbsent(envelope.session(), missing -> new ArrayList<>())
                    .add(new Arrival(ended.closedAt(), Instant.now()));
            lastFinalNanos = now;
            finalsSeen.incrementAndGet();
        }
    }

    static Script.Heard heard(Speech.Final ended) {
        return new Script.Heard(ended.startMillis(), ended.endMillis(), ended.text().orElse(""));
    }

    /**
     * Waits until there are as many finals as must be, or none came for that long, and then a
     * little for what should not come.
     */
    public void awaitFinals(Duration patience) {
        long expected = scripts.values().stream().mapToLong(each -> each.finals().size()).sum();
        long lastChange = System.nanoTime();
        int before = -1;
        while (before < expected && System.nanoTime() - lastChange < patience.toNanos()) {
            LockSupport.parkNanos(AWHILE.toNanos());
            int now = finalsSeen.get();
            if (now != before) {
                before = now;
                lastChange = System.nanoTime();
            }
        }
        LockSupport.parkNanos(AFTERMATH.toNanos());
    }

    /** When the last final came, by {@link System#nanoTime}. */
    long lastFinalNanos() {
        return lastFinalNanos;
    }

    /** When each session's finals came, in that order; once this is closed. */
    public Map<SessionId, List<Arrival>> arrivals() {
        return finalsCame;
    }

    /** What came, against what must; once this is closed. */
    public Verdict verdict() {
        return Verdict.of(scripts, finals, repeated);
    }

    /**
     * The longest time in that window without anything of a partition; once this is closed.
     *
     * @param from by {@link System#nanoTime}, as is {@code to}
     */
    Duration longestSilence(int partition, long from, long to) {
        long longest = 0;
        long before = from;
        for (long arrival : arrivals.getOrDefault(partition, List.of())) {
            if (arrival > from && arrival < to) {
                longest = Math.max(longest, arrival - before);
                before = arrival;
            }
        }
        return Duration.ofNanos(Math.max(longest, to - before));
    }

    /** Ends its thread. */
    public void close() throws InterruptedException {
        open = false;
        reading.join();
    }
}
