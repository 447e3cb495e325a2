package dev.parley.streams.stage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How the stages reach the broker.
 *
 * @param client properties of every client: {@code bootstrap.servers} and security
 * @param instance the name of this process in its groups; the same after a restart, so that it gets
 *     its partitions back at once
 * @param sessionTimeout after which a silent process loses its partitions
 * @param heartbeat how often a process says that it lives; at most a third of the session time-out
 * @param transactionTimeout after which a dead owner's open transaction is aborted
 * @param commitInterval how often progress is committed
 * @param stateDirectory where Kafka Streams keeps its files
 */
public record KafkaSettings(
        @Setting(value = "properties of every Kafka client", secret = true)
                Map<String, String> client,
        @Setting("the name of this process in its groups, the same after a restart")
                String instance,
        @Setting("after which a silent process loses its partitions") Duration sessionTimeout,
        @Setting("how often a process says that it lives") Duration heartbeat,
        @Setting("after which a dead owner's transaction is aborted") Duration transactionTimeout,
        @Setting("how often progress is committed") Duration commitInterval,
        @Setting("where Kafka Streams keeps its files") Path stateDirectory) {
    /**
     * Measured (docs/adr/0012): after a crash a transform's partitions stood still for 1.7 s, a
     * topology's for 2.4 s (medians), and full load on all cores expelled nobody.
     */
    public static final Duration SESSION_TIMEOUT = Duration.ofMillis(1500);

    /** Goes with {@link #SESSION_TIMEOUT}. */
    public static final Duration HEARTBEAT = Duration.ofMillis(300);

    private static final Duration COMMIT = Duration.ofMillis(500);

    public KafkaSettings {
        client = Map.copyOf(client);
        if (heartbeat.multipliedBy(3).compareTo(sessionTimeout) > 0) {
            throw new IllegalArgumentException(
                    "heartbeat must be at most a third of session-timeout");
        }
        if (commitInterval.compareTo(transactionTimeout) >= 0) {
            throw new IllegalArgumentException("commit-interval must be below transaction-timeout");
        }
    }

    /** For one of several processes, with the time-outs that were measured. */
    public static KafkaSettings of(
            Map<String, String> client, String instance, Path stateDirectory) {
        return amongOthers(client, instance, SESSION_TIMEOUT, HEARTBEAT, stateDirectory);
    }

    /**
     * For one of several processes.
     *
     * @param client properties of every client
     * @param instance the name of this process, its own
     */
    public static KafkaSettings amongOthers(
            Map<String, String> client,
            String instance,
            Duration sessionTimeout,
            Duration heartbeat,
            Path stateDirectory) {
        return new KafkaSettings(
                client,
                instance,
                sessionTimeout,
                heartbeat,
                sessionTimeout.multipliedBy(5).dividedBy(6),
                COMMIT,
                stateDirectory);
    }

    /**
     * For a process that has the broker to itself: nobody could take over, so it is better to bear
     * with a machine that stands still for some seconds.
     */
    public static KafkaSettings alone(Map<String, String> client, Path stateDirectory) {
        return new KafkaSettings(
                client,
                "embedded",
                Duration.ofSeconds(12),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                stateDirectory);
    }

    Properties clients() {
        Properties properties = new Properties();
        properties.putAll(client);
        return properties;
    }
}
