package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * The one shape of every topology: inputs, one processor, one named store, outputs. It doesn't
 * change between releases, since a group doesn't accept another shape in a rolling upgrade.
 */
public final class TopologyShape {
    /** Sends an output to the topic that its header names. */
    private static final class ByHeader implements TopicNameExtractor<byte[], byte[]> {
        @Override
        public String extract(byte[] key, byte[] value, RecordContext context) {
            String topic =
                    new String(
                            context.headers().lastHeader(TopologyProcessor.TO).value(),
                            StandardCharsets.UTF_8);
            context.headers().remove(TopologyProcessor.TO);
            return topic;
        }

        @Override
        public String toString() {
            return TopologyProcessor.TO;
        }
    }

    private TopologyShape() {}

    static String storeName(Stage stage) {
        return stage.name() + "-state";
    }

    public static <S> org.apache.kafka.streams.Topology of(
            Topology<S> topology, Wire wire, InstantSource clock, StageFigures figures) {
        String name = topology.name();
        return new org.apache.kafka.streams.Topology()
                .addSource(
                        name + "-inputs",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        topology.reads().stream().map(Topic::fullName).toArray(String[]::new))
                .addProcessor(
                        name,
                        () -> new TopologyProcessor<>(topology, wire, clock, figures),
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
}
