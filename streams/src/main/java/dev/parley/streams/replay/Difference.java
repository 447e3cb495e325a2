package dev.parley.streams.replay;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that the replay wrote otherwise than it was recorded.
 *
 * @param name what the event is known again by: its id, or what it is about
 * @param type the event's family and kind, such as {@code Reply.Sentence}
 * @param changes the fields that differ; of an event that only one side has, all of its fields
 */
public record Difference(
        Topic topic, EventId id, String name, String type, Kind kind, List<Change> changes) {
    /** Which side has the event. */
    public enum Kind {
        CHANGED,
        ONLY_RECORDED,
        ONLY_REPLAYED
    }

    /**
     * A field that differs. Values are numbers, truth values or texts.
     *
     * @param path such as {@code arguments.place}
     * @param recorded null if the recorded event doesn't have it
     * @param replayed null if the replayed event doesn't have it
     */
    public record Change(String path, @Nullable Object recorded, @Nullable Object replayed) {}

    public Difference {
        changes = List.copyOf(changes);
    }

    static Difference onlyRecorded(Recorded event) {
        return of(event.topic(), event.envelope(), null);
    }

    static Difference onlyReplayed(Topic topic, Envelope<?> event) {
        return of(topic, null, event);
    }

    /** Empty changes if both are the same. */
    static Difference between(Recorded recorded, Envelope<?> replayed) {
        return of(recorded.topic(), recorded.envelope(), replayed);
    }

    private static Difference of(
            Topic topic, @Nullable Envelope<?> recorded, @Nullable Envelope<?> replayed) {
        Map<String, Object> before = recorded == null ? Map.of() : fields(recorded);
        Map<String, Object> after = replayed == null ? Map.of() : fields(replayed);
        Set<String> paths = new LinkedHashSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String path : paths) {
            Object was = before.get(path);
            Object is = after.get(path);
            if (was == null || !was.equals(is)) {
                changes.add(new Change(path, was, is));
            }
        }
        Envelope<?> either = recorded == null ? replayed : recorded;
        if (either == null) {
            throw new IllegalArgumentException("neither side has the event");
        }
        return new Difference(
                topic,
                either.id(),
                Comparison.subject(either),
                type(either),
                recorded == null
                        ? Kind.ONLY_REPLAYED
                        : replayed == null ? Kind.ONLY_RECORDED : Kind.CHANGED,
                changes);
    }

    /** The event's own, and what its envelope says beside id and times. */
    private static Map<String, Object> fields(Envelope<?> envelope) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type(envelope));
        fields.putAll(Fields.of(envelope.event()));
        fields.put("(session)", envelope.session().value());
        fields.put("(owner)", envelope.owner().text());
        if (envelope.event() instanceof Failure.DeadLetter) {
            fields.remove("record");
        }
        return fields;
    }

    private static String type(Envelope<?> envelope) {
        Class<?> type = envelope.event().getClass();
        Class<?> family = type.getEnclosingClass();
        return (family == null ? "" : family.getSimpleName() + ".") + type.getSimpleName();
    }
}
