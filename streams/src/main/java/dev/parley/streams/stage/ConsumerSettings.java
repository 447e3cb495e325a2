package dev.parley.streams.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumers of a transform. */
final class ConsumerSettings {
    private static final int MOST_OF_A_POLL = 300;

    private static final int FETCH_OF_READER_MILLIS = 20;

    private ConsumerSettings() {}

    /** One that is a member of the stage's group. */
    static Consumer<byte[], byte[]> member(Transform stage, KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "parley-" + stage.name());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_OF_A_POLL);
        if (stage.ofCommitted()) {
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        }
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor(stage).getName());
        properties.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) settings.sessionTimeout().toMillis());
        properties.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) settings.heartbeat().toMillis());
        return consumer(properties);
    }

    /** One that belongs to no group; to be closed soon, which waits for a fetch under way. */
    static Consumer<byte[], byte[]> reader(KafkaSettings settings) {
        Map<String, Object> properties = common(settings);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_OF_READER_MILLIS);
        return consumer(properties);
    }

    /** Where to begin is never left to the client: what is gone must be told of. */
    private static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        return properties;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Partitions move one by one where a stage reads one topic. Where it reads several, a session's
     * partitions of all of them must lie with the same owner: only ranges promise that.
     */
    private static Class<?> assignor(Transform stage) {
        return stage.reads().size() == 1 ? CooperativeStickyAssignor.class : RangeAssignor.class;
    }
}
