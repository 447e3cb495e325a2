package dev.parley.connectors.gateway;

import dev.parley.schemas.event.UserId;
import java.util.Optional;

/** Tells who a token belongs to. Safe for use by many threads. */
public interface Authenticator {
    /**
     * Called on an event loop: must not block, so whoever has to ask elsewhere keeps what it
     * learnt.
     *
     * @return the user, or empty if the token is not good
     */
    Optional<UserId> authenticate(String token);
}
