package dev.parley.connectors.gateway.identity;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Tells who a token belongs to. Safe for use by many threads. */
public interface Authenticator {
    /**
     * Must not block: it is called on event loops. Where it is, the answer comes on the same.
     *
     * @return empty if the token is not good; fails if that can't be told now
     */
    Future<Optional<Caller>> authenticate(String token);

    /**
     * Those who may not stay: their token was revoked, or the user was removed. A token that merely
     * came to its end lets nobody in anew, but puts nobody out in the middle of a conversation.
     * Must not block.
     *
     * @return fails if that can't be told now
     */
    default Future<Set<Caller>> lapsed(Collection<Caller> callers) {
        return Future.succeededFuture(Set.of());
    }

    /** What was found before is asked anew: something was revoked. */
    default void recheck() {}
}
