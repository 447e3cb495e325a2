package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.Stores;

/**
 * The one shape of every topology: inputs, one processor, one named store, outputs. It doesn't
 * change between releases, since a group doesn't accept another shape in a rolling upgrade.
 */
public final class TopologyShape {
    /** After which an event that needs a key is given up: its turn's deadline has passed then. */
    static final Duration KEY_STORE_AWAY = Duration.ofSeconds(20);

    /** Sends an output to the topic that its header names. */
    private static final class ByHeader implements TopicNameExtractor<byte[], byte[]> {
        @Override
        public String extract(byte[] key, byte[] value, RecordContext context) {
            String topic =
                    new String(
                            context.headers().lastHeader(OutputRecords.TO).value(),
                            StandardCharsets.UTF_8);
            context.headers().remove(OutputRecords.TO);
            return topic;
        }

        @Override
        public String toString() {
            return OutputRecords.TO;
        }
    }

    private TopologyShape() {}

    static String storeName(Stage stage) {
        return stage.name() + "-state";
    }

    public static <S> org.apache.kafka.streams.Topology of(
            Topology<S> topology, Wire wire, InstantSource clock, StageFigures figures) {
        return of(topology, wire, clock, figures, KEY_STORE_AWAY, place -> {});
    }

    /**
     * @param patience after which an event that needs a key which can't be had is given up
     * @param handled is told of each record that was handled, on the thread that did
     */
    static <S> org.apache.kafka.streams.Topology of(
            Topology<S> topology,
            Wire wire,
            InstantSource clock,
            StageFigures figures,
            Duration patience,
            Consumer<RecordMetadata> handled) {
        if (!topology.writes().contains(Topics.DEAD_LETTERS)) {
            throw new IllegalArgumentException(
                    topology.name() + " must declare that it writes " + Topics.DEAD_LETTERS);
        }
        String name = topology.name();
        ProcessorSupplier<byte[], byte[], byte[], byte[]> processors =
                processors(
                        topology,
                        wire,
                        clock,
                        figures,
                        new KeyStorePatience(clock, figures, patience));
        return new org.apache.kafka.streams.Topology()
                .addSource(
                        name + "-inputs",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topology.reads().stream().map(Topic::fullName).toArray(String[]::new))
                .addProcessor(
                        name,
                        () -> new ReportingProcessor(processors.get(), handled),
                        name + "-inputs")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(storeName(topology)),
                                Serdes.Bytes(),
                                Serdes.ByteArray()),
                        name)
                .addSink(
                        name + "-outputs",
                        new ByHeader(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        new SessionPartitioner(),
                        name);
    }

    private static <S> ProcessorSupplier<byte[], byte[], byte[], byte[]> processors(
            Topology<S> topology,
            Wire wire,
            InstantSource clock,
            StageFigures figures,
            KeyStorePatience patience) {
        return topology instanceof Topology.Copying copying
                ? () ->
                        new CopyProcessor(
                                copying, new OutputRecords(copying, wire, clock, figures), figures)
                : () -> new TopologyProcessor<>(topology, wire, clock, figures, patience);
    }
}
