package dev.parley.streams.stage;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;

/**
 * An event as a topology hears it.
 *
 * @param topic where it was read
 * @param offset where it lies on its partition
 * @param writer the name of the topology that hears it; with the offset it names what comes of it
 */
public record Heard(Topic topic, long offset, String writer, Envelope<?> envelope) {
    public Event event() {
        return envelope.event();
    }

    public SessionId session() {
        return envelope.session();
    }

    /** The time of the record, which is the only time a topology knows. */
    public Instant at() {
        return envelope.times().emitted();
    }

    /**
     * The id of the output number {@code ordinal}, for a topology of one input; what the outputs
     * themselves name is derived of it.
     */
    public EventId output(int ordinal) {
        return EventId.of(writer, offset, ordinal);
    }
}
