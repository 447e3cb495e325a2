package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one topology as a Kafka Streams application of its own. */
public final class TopologyHost implements StageHost {
    private static final Logger log = LoggerFactory.getLogger(TopologyHost.class);

    private final Topology<?> topology;
    private final StageFigures figures = new StageFigures();
    private final Backlog backlog = new Backlog();
    private final KafkaStreams streams;

    public TopologyHost(
            Topology<?> topology, Wire wire, KafkaSettings settings, InstantSource clock) {
        this.topology = topology;
        this.streams =
                new KafkaStreams(
                        TopologyShape.of(
                                topology,
                                wire,
                                clock,
                                figures,
                                TopologyShape.KEY_STORE_AWAY,
                                backlog::handled),
                        properties(topology, settings),
                        backlog);
        streams.setUncaughtExceptionHandler(
                fault -> {
                    log.warn(
                            "{}: a thread died of {} and is replaced",
                            topology.name(),
                            DeadLetters.describe(root(fault)));
                    pause();
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                });
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** A fault that comes again at once must not make thread after thread. */
    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Properties properties(Topology<?> topology, KafkaSettings settings) {
        Properties properties = settings.clients();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "parley-" + topology.name());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        properties.put(StreamsConfig.POLL_MS_CONFIG, 50);
        // No topology has a global thread; without this, each warns twice that it hasn't: the
        // second time for the consumer's assignor, which is configured by the consumer alone.
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(
                StreamsConfig.mainConsumerPrefix(
                        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG),
                true);
        properties.put(
                StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class.getName());
        properties.put(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class.getName());
        properties.put(
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class.getName());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 2_000);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), 2_000);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                (int) settings.sessionTimeout().toMillis());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                (int) settings.heartbeat().toMillis());
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                settings.instance());
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (topology.guarantee() == Topology.Guarantee.AT_LEAST_ONCE) {
            return properties;
        }
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                (int) settings.transactionTimeout().toMillis());
        if (topology.guarantee() == Topology.Guarantee.EXACTLY_ONCE) {
            properties.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                    "read_uncommitted");
        }
        return properties;
    }

    @Override
    public Stage stage() {
        return topology;
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public StageFigures.Snapshot figures() {
        return figures.snapshot();
    }

    @Override
    public Map<TopicPartition, Long> lag() {
        return backlog.records();
    }

    @Override
    public void close() {
        close(GroupMembershipOperation.LEAVE_GROUP);
    }

    /** Stops as a dying process does: the group isn't told. */
    void crash() {
        close(GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    private void close(GroupMembershipOperation membership) {
        if (!streams.close(
                CloseOptions.timeout(Duration.ofSeconds(5))
                        .withGroupMembershipOperation(membership))) {
            log.warn("{} didn't stop within 5 s", topology.name());
        }
    }
}
