package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology's function over records: drops what was seen, keeps the state, writes. A record
 * that can't be handled becomes a dead letter; only a key store that is away stops it for a while.
 */
final class TopologyProcessor<S> implements Processor<byte[], byte[], byte[], byte[]> {
    private static final int MOST_MARKS = 256;
    private static final Duration TICK = Duration.ofMillis(50);

    private final Topology<S> topology;
    private final Wire wire;
    private final InstantSource clock;
    private final StageFigures figures;
    private final KeyStorePatience patience;
    private final OutputRecords records;
    private @Nullable Task<S> task;

    /** What it has once it is given its partition. */
    private record Task<S>(
            ProcessorContext<byte[], byte[]> context,
            KeptStates<S> states,
            Optional<Reminders<S>> reminders,
            Optional<ChainedOutputs> chain) {}

    TopologyProcessor(
            Topology<S> topology,
            Wire wire,
            InstantSource clock,
            StageFigures figures,
            KeyStorePatience patience) {
        this.topology = topology;
        this.wire = wire;
        this.clock = clock;
        this.figures = figures;
        this.patience = patience;
        this.records = new OutputRecords(topology, wire, clock, figures);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        KeptStates<S> states =
                new KeptStates<>(
                        topology,
                        wire.codec(),
                        context.getStateStore(TopologyShape.storeName(topology)));
        Optional<Reminders<S>> reminders =
                topology instanceof Topology.Clocked<S> clocked
                        ? Optional.of(new Reminders<>(clocked, states, records, figures))
                        : Optional.empty();
        Optional<ChainedOutputs> chain =
                topology instanceof Topology.Chained<S> chained
                        ? Optional.of(
                                new ChainedOutputs(
                                        chained.chained(),
                                        context.taskId().partition(),
                                        wire.codec(),
                                        context.getStateStore(TopologyShape.storeName(topology))))
                        : Optional.empty();
        task = new Task<>(context, states, reminders, chain);
        Instant since = Instant.ofEpochMilli(context.currentSystemTimeMs());
        reminders.ifPresent(
                them -> {
                    them.remindOfAll();
                    context.schedule(
                            TICK,
                            PunctuationType.WALL_CLOCK_TIME,
                            now -> onTime(them, Instant.ofEpochMilli(now), since));
                });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = task().context().recordMetadata().orElseThrow();
        Prepared prepared;
        try {
            prepared = patience.persistently(() -> prepare(record, place));
        } catch (KeyDestroyedException e) {
            prepared = records.deadLetter(record, place, e);
        } catch (KeyStoreException e) {
            if (!patience.isOver(place)) {
                throw e;
            }
            prepared = records.deadLetter(record, place, e);
        } catch (RuntimeException e) {
            prepared = records.deadLetter(record, place, e);
        }
        apply(prepared);
    }

    private void onTime(Reminders<S> reminders, Instant now, Instant since) {
        reminders.ripe(now).forEach(key -> apply(reminders.tell(key, now, since)));
    }

    private Prepared prepare(Record<byte[], byte[]> record, RecordMetadata place) {
        Instant received = clock.instant();
        Envelope<?> envelope = wire.decode(record.key(), record.value(), record.headers());
        if (envelope.event() instanceof Unknown unknown) {
            figures.countUnknown();
            throw unknown(unknown);
        }
        Topic topic = Topics.named(place.topic()).orElseThrow();
        Placement.check(topic, record.key(), place.partition(), envelope);
        Heard heard = new Heard(topic, place.offset(), topology.name(), envelope);
        return prepare(Bytes.wrap(record.key()), heard, received);
    }

    static CodecException unknown(Unknown event) {
        return new CodecException(
                "this build doesn't know the type with schema id " + event.schemaId());
    }

    private Prepared prepare(Bytes key, Heard heard, Instant received) {
        Optional<Kept> kept = task().states().load(key);
        Map<String, String> marks = new HashMap<>(kept.map(Kept::marks).orElse(Map.of()));
        EventId id = heard.envelope().id();
        Optional<String> mark = SeenMark.of(heard.topic(), heard.envelope());
        String seen = mark.map(marks::get).orElse(null);
        if (seen != null && id.compareTo(EventId.parse(seen)) <= 0) {
            figures.countRepeated();
            return Prepared.nothing();
        }
        mark.ifPresent(name -> mark(marks, name, id));
        S state = kept.map(task().states()::state).orElseGet(topology::initial);
        Topology.Step<S> step = topology.on(state, heard);
        Prepared prepared =
                new Prepared(
                        key,
                        task().states()
                                .encode(
                                        marks,
                                        heard.session(),
                                        heard.envelope().owner(),
                                        step.state()),
                        topology instanceof Topology.Clocked<S> clocked
                                ? clocked.due(step.state())
                                : Optional.empty(),
                        outputs(step.outputs(), key, heard, received));
        figures.countHandled();
        return prepared;
    }

    private List<Record<byte[], byte[]>> outputs(
            List<Topology.Output> outputs, Bytes key, Heard heard, Instant received) {
        OutputRecords.Cause cause =
                new OutputRecords.Cause(
                        heard.session(),
                        heard.envelope().owner(),
                        heard.envelope().traceparent(),
                        received);
        List<Record<byte[], byte[]>> made = new ArrayList<>();
        for (Topology.Output output : outputs) {
            EventId own = output.id();
            if (own == null && topology.reads().size() > 1) {
                throw new IllegalStateException(
                        "offsets of several inputs aren't comparable: an output names its own id");
            }
            made.add(
                    records.of(
                            placed(output, key, heard),
                            own == null ? heard.output(made.size()) : own,
                            cause));
        }
        return made;
    }

    /** A chained topic's record lies on the partition of the task that chains it. */
    private Topology.Output placed(Topology.Output output, Bytes key, Heard heard) {
        if (!(topology instanceof Topology.Chained<S> chained)
                || !output.topic().equals(chained.chained())) {
            return output;
        }
        SessionId wanted = output.session() == null ? heard.session() : output.session();
        SessionId keyed = task().chain().orElseThrow().keyed(wanted, key.get());
        return new Topology.Output(output.topic(), output.event(), keyed, output.id());
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

    private void apply(Prepared prepared) {
        if (prepared.kept() != null) {
            task().states().put(prepared.key(), prepared.kept());
            task().reminders().ifPresent(them -> them.note(prepared.key(), prepared.due()));
        }
        for (Record<byte[], byte[]> output : prepared.outputs()) {
            task().context()
                    .forward(task().chain().map(chain -> chain.linked(output)).orElse(output));
        }
    }

    private Task<S> task() {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        return task;
    }
}
