package dev.parley.connectors.gateway.turns;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A turn in text that a client asks for.
 *
 * @param client the kind of client, such as {@code http}
 * @param session to go on in; null for a new one
 * @param zone the client's IANA time zone, for a new session
 * @param key of the client's own choice; the same names the same turn
 */
public record WantedTurn(
        UserId user,
        String client,
        @Nullable SessionId session,
        String text,
        String zone,
        @Nullable String key) {}
