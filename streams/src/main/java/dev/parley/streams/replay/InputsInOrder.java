package dev.parley.streams.replay;

import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.stage.InMemoryTopology.Written;
import dev.parley.streams.stage.Stage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of a topology that reads several topics: merged by the time they were written, each
 * topic in its order. Where recorded outputs name their causes (the audit's do), these causes come
 * in the order of what they caused, which is the order in which they were read.
 */
final class InputsInOrder {
    private final Recording recording;
    private final Played played;

    InputsInOrder(Recording recording, Played played) {
        this.recording = recording;
        this.played = played;
    }

    List<Recorded> of(Stage stage) {
        List<Recorded> merged = merged(stage.reads());
        Map<EventId, Integer> causes = causes(stage);
        List<Recorded> caused =
                merged.stream()
                        .filter(each -> causes.containsKey(each.envelope().id()))
                        .sorted(
                                Comparator.comparing(
                                        each -> causes.getOrDefault(each.envelope().id(), 0)))
                        .toList();
        Deque<Recorded> inOrder = new ArrayDeque<>(caused);
        List<Recorded> inputs = new ArrayList<>();
        for (Recorded each : merged) {
            inputs.add(causes.containsKey(each.envelope().id()) ? inOrder.remove() : each);
        }
        return inputs;
    }

    private List<Recorded> merged(List<Topic> topics) {
        List<Deque<Recorded>> queues = new ArrayList<>();
        topics.forEach(topic -> queues.add(new ArrayDeque<>(now(topic))));
        List<Recorded> merged = new ArrayList<>();
        while (true) {
            Optional<Deque<Recorded>> next =
                    queues.stream()
                            .filter(queue -> !queue.isEmpty())
                            .min(Comparator.comparing(queue -> written(queue.element())));
            if (next.isEmpty()) {
                return merged;
            }
            merged.add(next.get().remove());
        }
    }

    private List<Recorded> now(Topic topic) {
        List<Recorded> now = new ArrayList<>();
        for (Recorded each : recording.of(topic)) {
            played.now(topic, each.envelope()).ifPresent(event -> now.add(each.with(event)));
        }
        for (Written added : played.newOn(topic)) {
            now.add(
                    new Recorded(
                            topic, added.envelope().session().partition(), -1, added.envelope()));
        }
        return now;
    }

    private Map<EventId, Integer> causes(Stage stage) {
        Map<EventId, Integer> causes = new HashMap<>();
        for (Topic topic : stage.writes()) {
            for (Recorded each : recording.of(topic)) {
                if (each.envelope().event() instanceof Audit.Entry entry) {
                    causes.putIfAbsent(entry.cause(), causes.size());
                }
            }
        }
        return causes;
    }

    private static Instant written(Recorded record) {
        return record.envelope().times().emitted();
    }
}
