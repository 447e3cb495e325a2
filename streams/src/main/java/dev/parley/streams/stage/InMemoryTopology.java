package dev.parley.streams.stage;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A topology's function without a broker, as its host runs it: what was seen before is dropped,
 * outputs get the same ids, state and outputs pass through the codec, and what the function can't
 * handle becomes a dead letter (whose copy of the record is left empty). For one thread.
 *
 * @param <S> the topology's state
 */
public final class InMemoryTopology<S> {
    private final Topology<S> topology;
    private final Wire wire;
    private final Map<String, byte[]> store = new HashMap<>();

    /** An event and where it is written. */
    public record Written(Topic topic, Envelope<?> envelope) {}

    /**
     * @param wire with keys of its own: nothing that it encodes is kept
     */
    public InMemoryTopology(Topology<S> topology, Wire wire) {
        this.topology = topology;
        this.wire = wire;
    }

    public Topology<S> topology() {
        return topology;
    }

    /**
     * What comes of an event; nothing if it was seen before, or is unknown.
     *
     * @param offset where it lies on its partition; ids and names of outputs are made of it
     * @return outputs in their order, with the time of the event as theirs
     */
    public List<Written> on(Topic topic, int partition, long offset, Envelope<?> envelope) {
        byte[] key = key(topic, envelope);
        try {
            if (envelope.event() instanceof Unknown unknown) {
                throw TopologyProcessor.unknown(unknown);
            }
            Placement.check(topic, key, partition, envelope);
            return heard(
                    new String(key, StandardCharsets.UTF_8),
                    new Heard(topic, offset, topology.name(), envelope));
        } catch (RuntimeException e) {
            return List.of(letter(topic, partition, offset, key, envelope.times().emitted(), e));
        }
    }

    private byte[] key(Topic topic, Envelope<?> envelope) {
        return envelope.event() instanceof Unknown
                ? envelope.session().value().getBytes(StandardCharsets.UTF_8)
                : wire.key(topic, envelope);
    }

    private List<Written> heard(String key, Heard heard) {
        Optional<Kept> kept = load(key);
        Map<String, String> marks = new HashMap<>(kept.map(Kept::marks).orElse(Map.of()));
        EventId id = heard.envelope().id();
        Optional<String> mark = SeenMark.of(heard.topic(), heard.envelope());
        String seen = mark.map(marks::get).orElse(null);
        if (seen != null && id.compareTo(EventId.parse(seen)) <= 0) {
            return List.of();
        }
        mark.ifPresent(name -> marks.put(name, id.toString()));
        Topology.Step<S> step =
                topology.on(kept.map(this::state).orElseGet(topology::initial), heard);
        Owner owner = heard.envelope().owner();
        List<Written> outputs = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            Topology.Output output = step.outputs().get(i);
            EventId own = output.id();
            outputs.add(
                    written(
                            output,
                            own == null ? heard.output(i) : own,
                            heard.session(),
                            owner,
                            heard.envelope().traceparent(),
                            heard.at()));
        }
        keep(key, marks, heard.session(), owner, step.state());
        return outputs;
    }

    /**
     * Tells a topology that has a clock the time.
     *
     * @param key the session or user whose state is told, as the records' key has it
     * @throws IllegalStateException if the topology has no clock
     */
    public List<Written> onTime(String key, Instant now) {
        if (!(topology instanceof Topology.Clocked<S> clocked)) {
            throw new IllegalStateException(topology.name() + " has no clock");
        }
        Optional<Kept> kept = load(key);
        if (kept.isEmpty()) {
            return List.of();
        }
        Topology.Step<S> step = clocked.onTime(state(kept.get()), now, Instant.EPOCH);
        SessionId session = new SessionId(kept.get().session());
        Owner owner = Owner.parse(kept.get().owner());
        List<Written> outputs = new ArrayList<>();
        for (Topology.Output output : step.outputs()) {
            EventId id = output.id();
            if (id == null) {
                throw new IllegalStateException("an output of the clock names its own id");
            }
            outputs.add(written(output, id, session, owner, null, now));
        }
        keep(key, kept.get().marks(), session, owner, step.state());
        return outputs;
    }

    /**
     * When a topology that has a clock wants to hear of the time next.
     *
     * @param key as of {@link #onTime}
     * @return empty for never, if nothing is kept under the key, or if the topology has no clock
     */
    public Optional<Instant> due(String key) {
        return topology instanceof Topology.Clocked<S> clocked
                ? load(key).flatMap(kept -> clocked.due(state(kept)))
                : Optional.empty();
    }

    private Written written(
            Topology.Output output,
            EventId id,
            SessionId heardOf,
            Owner owner,
            @Nullable String traceparent,
            Instant at) {
        SessionId session = output.session();
        Owner theirs =
                session == null || session.equals(heardOf) || owner instanceof Owner.User
                        ? owner
                        : new Owner.Session(session);
        return new Written(
                output.topic(),
                new Envelope<>(
                        id,
                        session == null ? heardOf : session,
                        theirs,
                        new Times(at, at),
                        traceparent,
                        (Event) wire.codec().decode(wire.codec().encode(output.event(), theirs))));
    }

    private Written letter(
            Topic topic,
            int partition,
            long offset,
            byte[] key,
            Instant at,
            RuntimeException cause) {
        DeadLetters.Letter letter =
                DeadLetters.of(
                        topology, topic.fullName(), partition, offset, key, new byte[0], cause);
        return new Written(
                Topics.DEAD_LETTERS,
                new Envelope<>(
                        letter.id(),
                        letter.session(),
                        new Owner.Session(letter.session()),
                        new Times(at, at),
                        null,
                        letter.event()));
    }

    private void keep(
            String key, Map<String, String> marks, SessionId session, Owner owner, S state) {
        byte[] bytes = wire.codec().encode(state, owner);
        store.put(
                key,
                wire.codec().encode(new Kept(marks, session.value(), owner.text(), bytes), owner));
    }

    private Optional<Kept> load(String key) {
        return Optional.ofNullable(store.get(key)).map(bytes -> (Kept) wire.codec().decode(bytes));
    }

    private S state(Kept kept) {
        return topology.stateType().cast(wire.codec().decode(kept.state()));
    }
}
