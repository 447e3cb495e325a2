package dev.parley.load.once;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What came of the calls, as every reader learns it: what is not newer than the newest of its
 * session came again and is left out. Reads on a thread of its own until it is closed.
 */
final class Results implements AutoCloseable {
    private final Wire wire;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<SessionId, EventId> newest = new HashMap<>();
    private final Map<CallId, Tool> byCall = new ConcurrentHashMap<>();
    private final Set<CallId> twice = ConcurrentHashMap.newKeySet();
    private final Thread reading;
    private volatile boolean open = true;

    Results(Wire wire, Map<String, String> client, int partitions) {
        this.wire = wire;
        this.consumer =
                new KafkaConsumer<>(
                        new HashMap<>(client),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> all =
                IntStream.range(0, partitions)
                        .mapToObj(each -> new TopicPartition(Topics.TOOL_RESULTS.fullName(), each))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        reading = Thread.ofPlatform().name("results").daemon().start(this::read);
    }

    private void read() {
        while (open) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                note(wire.decode(record));
            }
        }
        consumer.close();
    }

    private void note(Envelope<?> envelope) {
        EventId before = newest.get(envelope.session());
        if (before != null && envelope.id().compareTo(before) <= 0) {
            return;
        }
        newest.put(envelope.session(), envelope.id());
        if (envelope.event() instanceof Tool result
                && byCall.putIfAbsent(result.call(), result) != null) {
            twice.add(result.call());
        }
    }

    Map<CallId, Tool> byCall() {
        return byCall;
    }

    /** The calls of which two results were told, and not the same again. */
    Set<CallId> toldTwice() {
        return twice;
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        reading.join();
    }
}
