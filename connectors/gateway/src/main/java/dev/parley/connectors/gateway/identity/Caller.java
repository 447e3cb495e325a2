package dev.parley.connectors.gateway.identity;

import dev.parley.schemas.event.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, by a token that was found good.
 *
 * @param token the name of the token in lists, which is not the token; null for one of another
 *     house
 * @param expires when the token ends; null if it doesn't by itself
 * @param browser whether the token was made for a browser's page
 */
public record Caller(
        UserId user,
        Role role,
        @Nullable String token,
        @Nullable Instant expires,
        boolean browser) {}
