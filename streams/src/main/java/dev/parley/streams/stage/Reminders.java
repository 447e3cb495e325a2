package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a clocked topology of the time, each key's state when it wants to hear of it. */
final class Reminders<S> {
    private static final Logger log = LoggerFactory.getLogger(Reminders.class);

    private final Topology.Clocked<S> topology;
    private final KeptStates<S> states;
    private final OutputRecords records;
    private final StageFigures figures;
    private final Map<Bytes, Instant> due = new HashMap<>();

    Reminders(
            Topology.Clocked<S> topology,
            KeptStates<S> states,
            OutputRecords records,
            StageFigures figures) {
        this.topology = topology;
        this.states = states;
        this.records = records;
        this.figures = figures;
    }

    /** Asks every state that the store holds. One whose key can't be had now is asked later. */
    void remindOfAll() {
        states.forEach(
                (key, bytes) -> {
                    try {
                        note(key, topology.due(states.state(states.kept(bytes))));
                    } catch (KeyStoreException e) {
                        due.put(key, Instant.EPOCH);
                    } catch (CodecException e) {
                        figures.countDeadLetter();
                        log.warn(
                                "{}: a state can't be read: {}",
                                topology.name(),
                                DeadLetters.describe(e));
                    }
                });
    }

    void note(Bytes key, Optional<Instant> at) {
        at.ifPresentOrElse(when -> due.put(key, when), () -> due.remove(key));
    }

    List<Bytes> ripe(Instant now) {
        List<Bytes> ripe = new ArrayList<>();
        due.forEach(
                (key, at) -> {
                    if (!at.isAfter(now)) {
                        ripe.add(key);
                    }
                });
        return ripe;
    }

    /**
     * Tells one state of the time.
     *
     * @param since when this process began to hear of the inputs
     */
    Prepared tell(Bytes key, Instant now, Instant since) {
        try {
            return prepare(key, now, since);
        } catch (KeyDestroyedException e) {
            return forgotten(key, e);
        } catch (KeyStoreException e) {
            log.warn("{}: the key store is away; later", topology.name());
            figures.countRetried();
            return Prepared.nothing();
        } catch (RuntimeException e) {
            return forgotten(key, e);
        }
    }

    private Prepared prepare(Bytes key, Instant now, Instant since) {
        Optional<Kept> kept = states.load(key);
        if (kept.isEmpty()) {
            due.remove(key);
            return Prepared.nothing();
        }
        Topology.Step<S> step = topology.onTime(states.state(kept.get()), now, since);
        SessionId session = new SessionId(kept.get().session());
        Owner owner = Owner.parse(kept.get().owner());
        OutputRecords.Cause cause = new OutputRecords.Cause(session, owner, null, now);
        List<Record<byte[], byte[]>> outputs = new ArrayList<>();
        for (Topology.Output output : step.outputs()) {
            EventId id = output.id();
            if (id == null) {
                throw new IllegalStateException("an output of the clock names its own id");
            }
            outputs.add(records.of(output, id, cause));
        }
        return new Prepared(
                key,
                states.encode(kept.get().marks(), session, owner, step.state()),
                topology.due(step.state()),
                outputs);
    }

    /** Whose time has come but can't be told: it is asked again once an event changes its state. */
    private Prepared forgotten(Bytes key, RuntimeException cause) {
        figures.countDeadLetter();
        log.warn("{}: time can't be told: {}", topology.name(), DeadLetters.describe(cause));
        due.remove(key);
        return Prepared.nothing();
    }
}
