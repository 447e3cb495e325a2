package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events for everything in this process that is no topology: words at once, sound with a few
 * milliseconds of linger, so that sessions share batches. Safe for use by many threads.
 */
public final class EventWriter implements AutoCloseable {
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final Wire wire;
    private final Producer<byte[], byte[]> words;
    private final Producer<byte[], byte[]> sound;

    public EventWriter(Wire wire, Map<String, String> client) {
        this(wire, producer(client, 0, 16_384), producer(client, 5, 131_072));
    }

    EventWriter(Wire wire, Producer<byte[], byte[]> words, Producer<byte[], byte[]> sound) {
        this.wire = wire;
        this.words = words;
        this.sound = sound;
    }

    private static Producer<byte[], byte[]> producer(
            Map<String, String> client, int lingerMillis, int batchBytes) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends an event; events of one topic and session keep their order.
     *
     * @return done once the broker has it
     */
    public Future<RecordMetadata> write(Topic topic, Envelope<?> envelope) {
        return producer(topic).send(wire.encode(topic, envelope));
    }

    /**
     * Sends an event as {@link #write(Topic, Envelope)} does, for one who waits for nothing.
     *
     * @param onEnd given null once the broker has it, or why it won't ever have it, on a producer's
     *     thread
     */
    public void write(Topic topic, Envelope<?> envelope, Consumer<@Nullable Exception> onEnd) {
        var unused =
                producer(topic)
                        .send(
                                wire.encode(topic, envelope),
                                (written, failure) -> onEnd.accept(failure));
    }

    private Producer<byte[], byte[]> producer(Topic topic) {
        return topic.audio() ? sound : words;
    }

    /** Waits for what is under way, 5 s at most for each kind. */
    @Override
    public void close() {
        words.close(FLUSH);
        sound.close(FLUSH);
    }
}
