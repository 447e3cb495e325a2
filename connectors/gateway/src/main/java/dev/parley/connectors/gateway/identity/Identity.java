package dev.parley.connectors.gateway.identity;

import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.util.List;

/** All that an entrance needs to know people. */
public record Identity(Authenticator authenticator, Users users, Erasure erasure) {
    /** Makes what was said unreadable, wherever it is. */
    public interface Erasure {
        /**
         * Destroys the keys of the user and the sessions, and deletes what other stores hold of
         * them. Blocks; doing so again is no harm.
         *
         * @throws RuntimeException if it can't be done now; some of it may have been
         */
        void erase(UserId user, List<SessionId> sessions);
    }
}
