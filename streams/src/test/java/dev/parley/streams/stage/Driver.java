package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Drives a topology in virtual time: events in, events out. */
public final class Driver implements AutoCloseable {
    public static final SessionId SESSION = SessionId.on(0, "test1");

    private final Topology<?> topology;
    private final Keys keys;
    private final Wire wire;
    private final StageFigures figures = new StageFigures();
    private final TopologyTestDriver driver;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private long sequence;

    public Driver(Topology<?> topology) {
        this(topology, new EphemeralKeys());
    }

    public Driver(Topology<?> topology, Keys keys) {
        this(topology, keys, Duration.ofSeconds(20));
    }

    /**
     * @param patience with a key store that is away
     */
    Driver(Topology<?> topology, Keys keys, Duration patience) {
        this.topology = topology;
        this.keys = keys;
        this.wire = new Wire(keys);
        Properties properties = new Properties();
        properties.put("application.id", topology.name());
        properties.put("bootstrap.servers", "nowhere:1");
        properties.put("processing.exception.handler.global.enabled", true);
        this.driver =
                new TopologyTestDriver(
                        TopologyShape.of(topology, wire, () -> now, figures, patience, place -> {}),
                        properties,
                        now);
    }

    public Instant now() {
        return now;
    }

    public StageFigures.Snapshot figures() {
        return figures.snapshot();
    }

    /** Time passes, for the clock and for records. */
    public void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** An event of this writer, the next in its order. */
    public Envelope<?> envelope(String writer, Event event) {
        return envelope(EventId.of(writer, sequence++), SESSION, event);
    }

    public Envelope<?> envelope(EventId id, SessionId session, Event event) {
        return new Envelope<>(
                id, session, new Owner.Session(session), new Times(now, now), null, event);
    }

    public void hear(Topic topic, Event event) {
        hear(topic, envelope("tester", event));
    }

    public void hear(Topic topic, Envelope<?> envelope) {
        driver.createInputTopic(
                        topic.fullName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        new TestRecord<>(
                                wire.key(topic, envelope),
                                wire.value(topic, envelope),
                                wire.headers(topic, envelope),
                                now));
    }

    /** A record as it lies on the log, which may be any. */
    void hear(Topic topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(
                        topic.fullName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
    }

    Wire wire() {
        return wire;
    }

    public void hearBytes(Topic topic, byte[] key, byte[] value) {
        driver.createInputTopic(
                        topic.fullName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    /** What was written to a topic since the last call. */
    public List<Envelope<?>> said(Topic topic) {
        List<Envelope<?>> said = new ArrayList<>();
        driver.createOutputTopic(
                        topic.fullName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(
                        record ->
                                said.add(
                                        wire.decode(
                                                record.key(), record.value(), record.headers())));
        return said;
    }

    /** What was written to a topic since the last call, as it lies there. */
    public List<TestRecord<byte[], byte[]>> written(Topic topic) {
        return driver.createOutputTopic(
                        topic.fullName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Decodes what {@link #written} gave. */
    public Envelope<?> decoded(TestRecord<byte[], byte[]> record) {
        return wire.decode(record.key(), record.value(), record.headers());
    }

    public <E extends Event> List<E> said(Topic topic, Class<E> type) {
        return said(topic).stream()
                .map(Envelope::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** What is kept of a key, decoded; null if nothing is. */
    public @Nullable Object stateOf(String key) {
        byte[] kept = store().get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
        return kept == null
                ? null
                : wire.codec().decode(((Kept) wire.codec().decode(kept)).state());
    }

    /** What lies in the store, by key: a changelog's newest records. */
    public SortedMap<String, byte[]> kept() {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store().all()) {
            all.forEachRemaining(
                    entry ->
                            kept.put(
                                    new String(entry.key.get(), StandardCharsets.UTF_8),
                                    entry.value));
        }
        return kept;
    }

    /** Puts into the store what another owner left in the changelog. */
    public void restore(Map<String, byte[]> kept) {
        kept.forEach(
                (key, value) ->
                        store().put(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)), value));
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return driver.getKeyValueStore(TopologyShape.storeName(topology));
    }

    /** Destroys the key that a session's personal fields are encrypted with. */
    public void erase(SessionId session) {
        keys.destroy(new Owner.Session(session));
    }

    /** The topology's description, as Kafka Streams prints it. */
    public String description() {
        return TopologyShape.of(topology, wire, () -> now, figures).describe().toString();
    }

    @Override
    public void close() {
        driver.close();
    }
}
