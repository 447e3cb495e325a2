package dev.parley.streams.replay;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.InMemoryTopology;
import dev.parley.streams.stage.InMemoryTopology.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Plays a topology that has a clock: it is told the time at the moments at which it was recorded to
 * have fired, or to have said where something rings; what it said then it reads after that. A timer
 * that fired was withdrawn after that, whatever the records' times say.
 */
final class ClockAsRecorded {
    private final InMemoryTopology<?> topology;
    private final Wire wire;

    private record Step(Instant at, int rank, Runnable run) {}

    private static final int BEFORE = 0;
    private static final int MOMENT = 1;
    private static final int AFTER = 2;

    ClockAsRecorded(InMemoryTopology<?> topology, Wire wire) {
        this.topology = topology;
        this.wire = wire;
    }

    /**
     * @param inputs in order
     * @param fired records among which its firings are, or copies of them
     */
    List<Written> play(List<Recorded> inputs, List<Recorded> fired) {
        Map<TimerId, Instant> firings = new HashMap<>();
        Map<TimerId, Instant> lastOf = new HashMap<>();
        for (Recorded each : fired) {
            Instant at = each.envelope().times().received();
            if (each.envelope().event() instanceof Timer.Fired event
                    && firings.putIfAbsent(event.occurrence(), at) == null) {
                lastOf.merge(event.timer(), at, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        TreeSet<Instant> moments = new TreeSet<>(firings.values());
        List<Written> outputs = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>();
        for (Recorded each : inputs) {
            keys.add(key(each.topic(), each));
            Runnable run =
                    () ->
                            outputs.addAll(
                                    topology.on(
                                            each.topic(),
                                            each.partition(),
                                            each.offset(),
                                            each.envelope()));
            Instant at = each.envelope().times().emitted();
            Instant last =
                    each.envelope().event() instanceof Timer.Withdrawn withdrawn
                            ? lastOf.get(withdrawn.timer())
                            : null;
            if (each.envelope().event() instanceof Timer.Assigned) {
                moments.add(each.envelope().times().received());
                steps.add(new Step(at, AFTER, run));
            } else if (last != null && !last.isBefore(at)) {
                steps.add(new Step(last, AFTER, run));
            } else {
                steps.add(new Step(at, BEFORE, run));
            }
        }
        for (Instant moment : moments) {
            steps.add(
                    new Step(
                            moment,
                            MOMENT,
                            () ->
                                    keys.forEach(
                                            key -> outputs.addAll(topology.onTime(key, moment)))));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::rank));
        steps.forEach(step -> step.run().run());
        return outputs;
    }

    private String key(Topic topic, Recorded input) {
        return new String(wire.key(topic, input.envelope()), StandardCharsets.UTF_8);
    }

    /** Timers that were asked for in this recording; others fire in it for another session. */
    static boolean isAskedFor(TimerId timer, Recording recording) {
        return recording.of(Topics.TIMER_REQUESTS).stream()
                .anyMatch(
                        each ->
                                each.envelope().event() instanceof Timer.Requested asked
                                        && asked.timer().equals(timer));
    }
}
