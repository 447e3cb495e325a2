package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

    /** Short, for a transaction is open meanwhile; then the thread starts again at the event. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(400));

    private static final int MOST_MARKS = 256;
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Logger log = LoggerFactory.getLogger(TopologyProcessor.class);

    private final Topology<S> topology;
    private final Wire wire;
    private final InstantSource clock;
    private final StageFigures figures;
    private final Map<Bytes, Instant> due = new HashMap<>();
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
            Instant since = Instant.ofEpochMilli(context.currentSystemTimeMs());
            remindOfAll(clocked);
            context.schedule(
                    TICK,
                    PunctuationType.WALL_CLOCK_TIME,
                    now -> onTime(clocked, Instant.ofEpochMilli(now), since));
        }
    }

    /** What comes of an event, ready to be kept and written: no fault can part it any more. */
    private record Prepared(
            Bytes key,
            byte @Nullable [] kept,
            Optional<Instant> due,
            List<Record<byte[], byte[]>> outputs) {}

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Prepared prepared;
        try {
            prepared = persistently(() -> prepare(record, place));
        } catch (KeyDestroyedException e) {
            prepared = deadLetter(record, place, e);
        } catch (KeyStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            prepared = deadLetter(record, place, e);
        }
        apply(prepared);
    }

    private Prepared prepare(Record<byte[], byte[]> record, RecordMetadata place) {
        if (topology instanceof Topology.Copying) {
            return copy(record, place);
        }
        Instant received = clock.instant();
        Envelope<?> envelope = wire.decode(record.key(), record.value(), record.headers());
        if (envelope.event() instanceof Unknown) {
            figures.countUnknown();
            return nothing(record);
        }
        Topic topic = Topics.named(place.topic()).orElseThrow();
        Heard heard = new Heard(topic, place.offset(), topology.name(), envelope);
        return prepare(Bytes.wrap(record.key()), heard, received);
    }

    private Prepared prepare(Bytes key, Heard heard, Instant received) {
        Optional<Kept> kept = load(key);
        Map<String, String> marks = new HashMap<>(kept.map(Kept::marks).orElse(Map.of()));
        EventId id = heard.envelope().id();
        Optional<String> mark = SeenMark.of(heard.topic(), heard.envelope());
        String seen = mark.map(marks::get).orElse(null);
        if (seen != null && id.compareTo(EventId.parse(seen)) <= 0) {
            figures.countRepeated();
            return new Prepared(key, null, Optional.empty(), List.of());
        }
        mark.ifPresent(name -> mark(marks, name, id));
        S state = kept.map(this::state).orElseGet(topology::initial);
        Topology.Step<S> step = topology.on(state, heard);
        Owner owner = heard.envelope().owner();
        List<Record<byte[], byte[]>> outputs = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            Topology.Output output = step.outputs().get(i);
            EventId own = output.id();
            if (own == null && topology.reads().size() > 1) {
                throw new IllegalStateException(
                        "offsets of several inputs aren't comparable: an output names its own id");
            }
            outputs.add(
                    record(
                            output,
                            own == null ? heard.output(i) : own,
                            heard.session(),
                            owner,
                            heard.envelope().traceparent(),
                            received));
        }
        Prepared prepared = keep(key, marks, heard.session(), owner, step.state(), outputs);
        figures.countHandled();
        return prepared;
    }

    /** A user's sessions come and go: of old ones, some marks are dropped. */
    private static void mark(Map<String, String> marks, String name, EventId id) {
        if (marks.size() >= MOST_MARKS && !marks.containsKey(name)) {
            Iterator<String> any = marks.keySet().iterator();
            any.next();
            any.remove();
        }
        marks.put(name, id.toString());
    }

    private Prepared copy(Record<byte[], byte[]> record, RecordMetadata place) {
        if (record.key() == null) {
            throw new CodecException("the record has no key");
        }
        SessionId session;
        try {
            session = new SessionId(new String(record.key(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CodecException("the record's key is no session's", e);
        }
        if (session.partition() != place.partition()) {
            throw new CodecException("the record lies on another partition than its session");
        }
        figures.countHandled();
        record.headers().remove(TO);
        record.headers().add(TO, name(topology.writes().getFirst()));
        return new Prepared(Bytes.wrap(record.key()), null, Optional.empty(), List.of(record));
    }

    private static Prepared nothing(Record<byte[], byte[]> record) {
        return new Prepared(Bytes.wrap(record.key()), null, Optional.empty(), List.of());
    }

    /** Faults of {@link KeyStoreException} may pass. */
    private <T> T persistently(Supplier<T> action) {
        for (Duration pause : PAUSES) {
            try {
                return action.get();
            } catch (KeyDestroyedException e) {
                throw e;
            } catch (KeyStoreException e) {
                figures.countRetried();
                sleep(pause);
            }
        }
        return action.get();
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onTime(Topology.Clocked<S> clocked, Instant now, Instant since) {
        List<Bytes> ripe = new ArrayList<>();
        due.forEach(
                (key, at) -> {
                    if (!at.isAfter(now)) {
                        ripe.add(key);
                    }
                });
        for (Bytes key : ripe) {
            Prepared prepared;
            try {
                prepared = prepare(clocked, key, now, since);
            } catch (KeyDestroyedException e) {
                prepared = forgotten(key, e);
            } catch (KeyStoreException e) {
                log.warn("{}: the key store is away; later", topology.name());
                figures.countRetried();
                return;
            } catch (RuntimeException e) {
                prepared = forgotten(key, e);
            }
            apply(prepared);
        }
    }

    private Prepared prepare(Topology.Clocked<S> clocked, Bytes key, Instant now, Instant since) {
        Optional<Kept> kept = load(key);
        if (kept.isEmpty()) {
            due.remove(key);
            return new Prepared(key, null, Optional.empty(), List.of());
        }
        Topology.Step<S> step = clocked.onTime(state(kept.get()), now, since);
        SessionId session = new SessionId(kept.get().session());
        Owner owner = Owner.parse(kept.get().owner());
        List<Record<byte[], byte[]>> outputs = new ArrayList<>();
        for (Topology.Output output : step.outputs()) {
            EventId id = output.id();
            if (id == null) {
                throw new IllegalStateException("an output of the clock names its own id");
            }
            outputs.add(record(output, id, session, owner, null, now));
        }
        return keep(key, kept.get().marks(), session, owner, step.state(), outputs);
    }

    /** Whose time has come but can't be told: it is asked again once an event changes its state. */
    private Prepared forgotten(Bytes key, RuntimeException cause) {
        figures.countDeadLetter();
        log.warn("{}: time can't be told: {}", topology.name(), DeadLetters.describe(cause));
        due.remove(key);
        return new Prepared(key, null, Optional.empty(), List.of());
    }

    private Record<byte[], byte[]> record(
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
                        session == null || session.equals(heardOf) || owner instanceof Owner.User
                                ? owner
                                : new Owner.Session(session),
                        new Times(received, clock.instant()),
                        traceparent,
                        output.event());
        Headers headers = wire.headers(topic, envelope);
        headers.add(TO, name(topic));
        return new Record<>(
                wire.key(topic, envelope),
                wire.value(topic, envelope),
                envelope.times().emitted().toEpochMilli(),
                headers);
    }

    private Prepared deadLetter(
            Record<byte[], byte[]> record, RecordMetadata place, RuntimeException cause) {
        figures.countDeadLetter();
        log.warn(
                "{} gives up {}-{}@{}: {}",
                topology.name(),
                place.topic(),
                place.partition(),
                place.offset(),
                DeadLetters.describe(cause));
        DeadLetters.Letter letter =
                DeadLetters.of(
                        topology,
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.key(),
                        record.value(),
                        cause);
        List<Record<byte[], byte[]>> outputs =
                topology.writes().contains(Topics.DEAD_LETTERS)
                        ? List.of(
                                record(
                                        new Topology.Output(Topics.DEAD_LETTERS, letter.event()),
                                        letter.id(),
                                        letter.session(),
                                        new Owner.Session(letter.session()),
                                        null,
                                        clock.instant()))
                        : List.of();
        return new Prepared(Bytes.wrap(new byte[0]), null, Optional.empty(), outputs);
    }

    private Prepared keep(
            Bytes key,
            Map<String, String> marks,
            SessionId session,
            Owner owner,
            S state,
            List<Record<byte[], byte[]>> outputs) {
        Kept kept =
                new Kept(marks, session.value(), owner.text(), wire.codec().encode(state, owner));
        Optional<Instant> next =
                topology instanceof Topology.Clocked<S> clocked
                        ? clocked.due(state)
                        : Optional.empty();
        return new Prepared(key, wire.codec().encode(kept, owner), next, outputs);
    }

    private void apply(Prepared prepared) {
        if (prepared.kept() != null) {
            store().put(prepared.key(), prepared.kept());
            prepared.due()
                    .ifPresentOrElse(
                            at -> due.put(prepared.key(), at), () -> due.remove(prepared.key()));
        }
        prepared.outputs().forEach(context()::forward);
    }

    private Optional<Kept> load(Bytes key) {
        byte[] bytes = store().get(key);
        return bytes == null ? Optional.empty() : Optional.of(decode(bytes, Kept.class));
    }

    private S state(Kept kept) {
        return decode(kept.state(), topology.stateType());
    }

    private <T> T decode(byte[] bytes, Class<T> type) {
        Object decoded = wire.codec().decode(bytes);
        if (!type.isInstance(decoded)) {
            throw new CodecException("the state is of a type that this build doesn't know");
        }
        return type.cast(decoded);
    }

    private void remindOfAll(Topology.Clocked<S> clocked) {
        try (KeyValueIterator<Bytes, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                try {
                    Kept kept = persistently(() -> decode(entry.value, Kept.class));
                    S state = persistently(() -> state(kept));
                    clocked.due(state).ifPresent(at -> due.put(entry.key, at));
                } catch (CodecException e) {
                    figures.countDeadLetter();
                    log.warn("{}: a state can't be read: {}", topology.name(), e.getMessage());
                }
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
