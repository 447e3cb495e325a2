package dev.parley.schemas.event;

import org.jspecify.annotations.Nullable;

/**
 * An event with what is true of every event; all but the event itself travels in record headers.
 *
 * @param traceparent the W3C trace context of the turn, if it is traced
 */
public record Envelope<E extends Event>(
        EventId id,
        SessionId session,
        Owner owner,
        Times times,
        @Nullable String traceparent,
        E event) {
    /** The same of another event. */
    public <F extends Event> Envelope<F> with(F other) {
        return new Envelope<>(id, session, owner, times, traceparent, other);
    }
}
