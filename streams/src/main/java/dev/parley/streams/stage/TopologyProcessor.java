package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a topology's function over records: reads, drops what was seen, keeps the state, writes. */
final class TopologyProcessor<S> implements Processor<byte[], byte[], byte[], byte[]> {
    /** The record header that tells the sink its topic. */
    static final String TO = "parley-to";

    /** Ids of this writer don't grow in order; its events are known again by what they name. */
    private static final String UNORDERED_WRITER = "timer";

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(TopologyProcessor.class);

    private final Topology<S> topology;
    private final Wire wire;
    private final InstantSource clock;
    private final StageFigures figures;
    private final Map<String, Instant> due = new HashMap<>();
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    TopologyProcessor(Topology<S> topology, Wire wire, InstantSource clock, StageFigures figures) {
        this.topology = topology;
        this.wire = wire;
        this.clock = clock;
        this.figures = figures;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(TopologyShape.storeName(topology));
        if (topology instanceof Topology.Clocked<S> clocked) {
            remindOfAll(clocked);
            context.schedule(
                    TICK,
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> onTime(clocked, Instant.ofEpochMilli(now)));
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Instant received = clock.instant();
        RecordMetadata place = context().recordMetadata().orElseThrow();
        if (topology instanceof Topology.Copying) {
            figures.countHandled();
            record.headers().add(TO, name(topology.writes().getFirst()));
            context().forward(record);
            return;
        }
        try {
            Envelope<?> envelope = wire.decode(record.key(), record.value(), record.headers());
            if (envelope.event() instanceof Unknown) {
                figures.countUnknown();
                return;
            }
            Topic topic = Topics.named(place.topic()).orElseThrow();
            handle(
                    new String(record.key(), StandardCharsets.UTF_8),
                    new Heard(topic, place.offset(), topology.name(), envelope),
                    received);
        } catch (CodecException e) {
            giveUp(record, place, e, received);
        }
    }

    private void handle(String key, Heard heard, Instant received) {
        Optional<Kept> kept = load(key);
        Map<String, String> marks = new HashMap<>(kept.map(Kept::marks).orElse(Map.of()));
        EventId id = heard.envelope().id();
        if (!id.writer().equals(UNORDERED_WRITER)) {
            String from = heard.topic().name() + "|" + id.writer();
            String mark = marks.get(from);
            if (mark != null && id.compareTo(EventId.parse(mark)) <= 0) {
                figures.countRepeated();
                return;
            }
            marks.put(from, id.toString());
        }
        S state = kept.map(this::state).orElseGet(topology::initial);
        Topology.Step<S> step = topology.on(state, heard);
        figures.countHandled();
        save(key, marks, heard.session(), heard.envelope().owner(), step.state());
        for (int i = 0; i < step.outputs().size(); i++) {
            Topology.Output output = step.outputs().get(i);
            EventId own = output.id();
            forward(
                    output,
                    own == null ? heard.output(i) : own,
                    heard.session(),
                    heard.envelope().owner(),
                    heard.envelope().traceparent(),
                    received);
        }
    }

    private void onTime(Topology.Clocked<S> clocked, Instant now) {
        List<String> ripe = new ArrayList<>();
        due.forEach(
                (key, at) -> {
                    if (!at.isAfter(now)) {
                        ripe.add(key);
                    }
                });
        for (String key : ripe) {
            Optional<Kept> kept = load(key);
            if (kept.isEmpty()) {
                due.remove(key);
                continue;
            }
            Topology.Step<S> step = clocked.onTime(state(kept.get()), now);
            SessionId session = new SessionId(kept.get().session());
            Owner owner = Owner.parse(kept.get().owner());
            save(key, kept.get().marks(), session, owner, step.state());
            for (Topology.Output output : step.outputs()) {
                EventId id = output.id();
                if (id == null) {
                    throw new IllegalStateException("an output of the clock names its own id");
                }
                forward(output, id, session, owner, null, clock.instant());
            }
        }
    }

    private void forward(
            Topology.Output output,
            EventId id,
            SessionId heardOf,
            Owner owner,
            @Nullable String traceparent,
            Instant received) {
        Topic topic = output.topic();
        if (!topology.writes().contains(topic)) {
            throw new IllegalStateException(
                    topology.name() + " doesn't declare that it writes " + topic);
        }
        SessionId session = output.session();
        Envelope<?> envelope =
                new Envelope<>(
                        id,
                        session == null ? heardOf : session,
                        session == null || session.equals(heardOf)
                                ? owner
                                : new Owner.Session(session),
                        new Times(received, clock.instant()),
                        traceparent,
                        output.event());
        Headers headers = wire.headers(topic, envelope);
        headers.add(TO, name(topic));
        context()
                .forward(
                        new Record<>(
                                wire.key(topic, envelope),
                                wire.value(topic, envelope),
                                envelope.times().emitted().toEpochMilli(),
                                headers));
    }

    private void giveUp(
            Record<byte[], byte[]> record,
            RecordMetadata place,
            CodecException cause,
            Instant received) {
        figures.countDeadLetter();
        log.warn(
                "{} gives up {}-{}@{}: {}",
                topology.name(),
                place.topic(),
                place.partition(),
                place.offset(),
                cause.getMessage());
        DeadLetters.Letter letter =
                DeadLetters.of(
                        topology.name(),
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.key(),
                        record.value(),
                        cause);
        Failure.DeadLetter event = letter.event();
        if (topology.writes().contains(Topics.DEAD_LETTERS)) {
            forward(
                    new Topology.Output(Topics.DEAD_LETTERS, event),
                    EventId.of(topology.name(), place.offset(), 0),
                    letter.session(),
                    new Owner.Session(letter.session()),
                    null,
                    received);
        }
    }

    private Optional<Kept> load(String key) {
        byte[] bytes = store().get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
        return bytes == null ? Optional.empty() : Optional.of((Kept) wire.codec().decode(bytes));
    }

    private S state(Kept kept) {
        return topology.stateType().cast(wire.codec().decode(kept.state()));
    }

    private void save(
            String key,
            Map<String, String> marks,
            SessionId session,
            Owner owner,
            @Nullable S state) {
        Bytes at = Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
        if (state == null) {
            store().delete(at);
            due.remove(key);
            return;
        }
        Kept kept =
                new Kept(marks, session.value(), owner.text(), wire.codec().encode(state, owner));
        store().put(at, wire.codec().encode(kept, owner));
        if (topology instanceof Topology.Clocked<S> clocked) {
            clocked.due(state).ifPresentOrElse(at2 -> due.put(key, at2), () -> due.remove(key));
        }
    }

    private void remindOfAll(Topology.Clocked<S> clocked) {
        try (KeyValueIterator<Bytes, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                Kept kept = (Kept) wire.codec().decode(entry.value);
                String key = new String(entry.key.get(), StandardCharsets.UTF_8);
                clocked.due(state(kept)).ifPresent(at -> due.put(key, at));
            }
        }
    }

    private static byte[] name(Topic topic) {
        return topic.fullName().getBytes(StandardCharsets.UTF_8);
    }

    private ProcessorContext<byte[], byte[]> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }

    private KeyValueStore<Bytes, byte[]> store() {
        if (store == null) {
            throw new IllegalStateException("not initialised");
        }
        return store;
    }
}
