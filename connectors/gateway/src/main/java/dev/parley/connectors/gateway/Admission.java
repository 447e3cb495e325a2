package dev.parley.connectors.gateway;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in, and to which session.
 *
 * @param session a new one, or the one that the client comes back to
 * @param user whom the token belongs to
 * @param zone the client's IANA time zone
 * @param soundAcks whether the client wants to know what of its sound can't be lost any more
 * @param resumption null for a new session
 */
record Admission(
        SessionId session,
        UserId user,
        String zone,
        boolean soundAcks,
        @Nullable Resumption resumption) {
    /**
     * A client that comes back.
     *
     * @param replies how much it has of its replies; null for nothing
     * @param sound from where on it sends sound
     */
    record Resumption(@Nullable ReplyCursor replies, SoundCursor sound) {}
}
