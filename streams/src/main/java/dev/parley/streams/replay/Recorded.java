package dev.parley.streams.replay;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.topic.Topic;

/**
 * An event of a session's log and where it lies.
 *
 * @param partition of the topic
 * @param offset on the partition
 */
public record Recorded(Topic topic, int partition, long offset, Envelope<?> envelope) {
    /** The same place with another event. */
    Recorded with(Envelope<?> other) {
        return new Recorded(topic, partition, offset, other);
    }
}
