package dev.parley.app.scenario;

import dev.parley.schemas.codec.SchemaCatalogue;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.stage.InMemoryTopology;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.InMemoryTransform;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.Transform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The stages without a broker, and a clock that stands still: what is written is read, in the order
 * in which it was written, by all who read its topic, until nothing more is written. For one
 * thread.
 */
final class VirtualParley implements AutoCloseable {
    private static final SchemaCatalogue SCHEMAS = SchemaCatalogue.load();

    /** More than any conversation causes at once: stages that feed each other for ever. */
    private static final int MOST_AT_ONCE = 20_000;

    private final Wire wire = new Wire(new EphemeralKeys(), SCHEMAS);
    private final List<Topology.Copying> copying = new ArrayList<>();
    private final List<InMemoryTopology<?>> topologies = new ArrayList<>();
    private final List<Transform> transforms;
    private final Predicate<Event> unheard;
    private final Map<String, InMemoryTransform> lanes = new LinkedHashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<InMemoryTopology<?>, TreeSet<String>> keys = new LinkedHashMap<>();
    private final Deque<Written> waiting = new ArrayDeque<>();
    private final List<Written> log = new ArrayList<>();
    private Instant now;

    /**
     * @param unheard events that reach no transform
     */
    VirtualParley(
            List<Topology<?>> stages,
            List<Transform> transforms,
            Predicate<Event> unheard,
            Instant start) {
        for (Topology<?> stage : stages) {
            if (stage instanceof Topology.Copying copies) {
                copying.add(copies);
            } else {
                topologies.add(new InMemoryTopology<>(stage, wire));
            }
        }
        this.transforms = List.copyOf(transforms);
        this.unheard = unheard;
        this.now = start;
    }

    Instant now() {
        return now;
    }

    /** All that was written, in order. */
    List<Written> log() {
        return log;
    }

    /** Writes an event; it is read with the next {@link #settle}. */
    void write(Topic topic, Envelope<?> envelope) {
        waiting.add(new Written(topic, envelope));
    }

    /** Runs until nothing more is written, and no moment has come that a stage waits for. */
    void settle() {
        int began = log.size();
        do {
            while (!waiting.isEmpty()) {
                hear(waiting.remove());
                if (log.size() - began > MOST_AT_ONCE) {
                    throw new IllegalStateException("the stages never come to rest");
                }
            }
        } while (tellTheTime());
    }

    /** When a stage wants to hear of the time next. */
    Optional<Instant> due() {
        Instant next = null;
        for (var each : keys.entrySet()) {
            for (String key : each.getValue()) {
                Instant due = each.getKey().due(key).orElse(null);
                if (due != null && (next == null || due.isBefore(next))) {
                    next = due;
                }
            }
        }
        return Optional.ofNullable(next);
    }

    /**
     * Moves the clock, and tells nobody yet.
     *
     * @param then not before now
     */
    void advanceTo(Instant then) {
        if (then.isBefore(now)) {
            throw new IllegalArgumentException("time doesn't go back");
        }
        now = then;
    }

    private boolean tellTheTime() {
        for (var each : keys.entrySet()) {
            for (String key : List.copyOf(each.getValue())) {
                if (each.getKey().due(key).filter(due -> !due.isAfter(now)).isPresent()) {
                    waiting.addAll(each.getKey().onTime(key, now));
                }
            }
        }
        return !waiting.isEmpty();
    }

    private void hear(Written raw) {
        Topic topic = raw.topic();
        Envelope<?> envelope = decoded(topic, raw.envelope());
        int partition = topic.key() == Topic.Key.SESSION ? envelope.session().partition() : 0;
        long offset = ends.merge(topic + "-" + partition, 1L, Long::sum) - 1;
        log.add(new Written(topic, envelope));
        for (Topology.Copying copies : copying) {
            if (copies.reads().contains(topic)) {
                waiting.add(new Written(copies.writes().getFirst(), envelope));
            }
        }
        for (InMemoryTopology<?> each : topologies) {
            if (each.topology().reads().contains(topic)) {
                if (each.topology() instanceof Topology.Clocked<?>) {
                    keys.computeIfAbsent(each, missing -> new TreeSet<>())
                            .add(new String(wire.key(topic, envelope), StandardCharsets.UTF_8));
                }
                waiting.addAll(each.on(topic, partition, offset, envelope));
            }
        }
        if (unheard.test(envelope.event())) {
            return;
        }
        for (Transform each : transforms) {
            if (each.reads().contains(topic)) {
                waiting.addAll(
                        lanes.computeIfAbsent(
                                        each.name() + " " + envelope.session(),
                                        missing -> new InMemoryTransform(each, envelope.session()))
                                .on(topic, partition, offset, envelope));
            }
        }
    }

    private Envelope<?> decoded(Topic topic, Envelope<?> envelope) {
        return envelope.with((Event) wire.codec().decode(wire.value(topic, envelope)));
    }

    @Override
    public void close() {
        lanes.values().forEach(InMemoryTransform::close);
    }
}
