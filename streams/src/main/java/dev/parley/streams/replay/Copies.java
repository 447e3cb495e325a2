package dev.parley.streams.replay;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The copying topology: every record of its inputs must stand in its output, as it is and, of each
 * input, in its order. The order among the inputs is the recorded one: no rule makes it.
 */
final class Copies {
    private final Topology.Copying topology;

    Copies(Topology.Copying topology) {
        this.topology = topology;
    }

    /** The topic that a record was copied from; empty if no input carries its type. */
    Optional<Topic> source(Recorded copy) {
        return topology.reads().stream()
                .filter(topic -> topic.carries(copy.envelope().event().getClass()))
                .findFirst();
    }

    List<Difference> differences(Recording recording) {
        Topic output = topology.writes().getFirst();
        Map<Topic, Map<EventId, Recorded>> copies = new HashMap<>();
        for (Recorded copy : recording.of(output)) {
            source(copy)
                    .ifPresent(
                            topic ->
                                    copies.computeIfAbsent(topic, missing -> new HashMap<>())
                                            .putIfAbsent(copy.envelope().id(), copy));
        }
        List<Difference> differences = new ArrayList<>();
        for (Topic topic : topology.reads()) {
            compare(
                    recording.of(topic),
                    new HashMap<>(copies.getOrDefault(topic, Map.of())),
                    output,
                    differences);
        }
        return differences;
    }

    private static void compare(
            List<Recorded> originals,
            Map<EventId, Recorded> copies,
            Topic output,
            List<Difference> differences) {
        Set<EventId> seen = new HashSet<>();
        long last = -1;
        for (Recorded original : originals) {
            if (!seen.add(original.envelope().id())) {
                continue;
            }
            Recorded copy = copies.remove(original.envelope().id());
            if (copy == null) {
                differences.add(Difference.onlyReplayed(output, original.envelope()));
                continue;
            }
            Difference content = Difference.between(copy, original.envelope());
            if (!content.changes().isEmpty()) {
                differences.add(content);
            }
            if (copy.offset() < last) {
                differences.add(
                        new Difference(
                                output,
                                copy.envelope().id(),
                                content.name(),
                                content.type(),
                                Difference.Kind.CHANGED,
                                List.of(
                                        new Difference.Change(
                                                "(place)", copy.offset(), "after " + last))));
            }
            last = Math.max(last, copy.offset());
        }
        copies.values().stream()
                .filter(copy -> !gone(copy, originals))
                .map(Difference::onlyRecorded)
                .forEach(differences::add);
    }

    /** Whether the original may have been deleted, its topic being trimmed before the copy's. */
    private static boolean gone(Recorded copy, List<Recorded> originals) {
        return originals.isEmpty()
                || copy.envelope()
                        .times()
                        .emitted()
                        .isBefore(originals.getFirst().envelope().times().emitted());
    }

    static boolean reads(Topology<?> topology) {
        return topology.reads().equals(List.of(Topics.CONVERSATION));
    }
}
