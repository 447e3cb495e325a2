package dev.parley.streams.stage;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;
import java.util.Optional;

/**
 * Names the stream of events that one high-water mark covers: within it, ids grow.
 *
 * <p>A writer's ids grow per session and topic. In {@code conversation} the topics of a writer are
 * merged, so its families of events (a result, a failure) have marks of their own; in a topic that
 * is keyed by user, its sessions have.
 */
final class SeenMark {
    /** Ids of this writer don't grow in order; its events are known again by what they name. */
    private static final String UNORDERED_WRITER = "timer";

    private SeenMark() {}

    /** Empty if the writer's ids don't grow. */
    static Optional<String> of(Topic topic, Envelope<?> envelope) {
        String writer = envelope.id().writer();
        if (writer.equals(UNORDERED_WRITER)) {
            return Optional.empty();
        }
        Class<?> family = envelope.event().getClass().getEnclosingClass();
        String mark =
                topic.name() + "|" + writer + "|" + (family == null ? "" : family.getSimpleName());
        return Optional.of(topic.key() == Topic.Key.USER ? mark + "|" + envelope.session() : mark);
    }
}
