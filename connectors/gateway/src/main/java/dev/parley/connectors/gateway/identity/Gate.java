package dev.parley.connectors.gateway.identity;

import dev.parley.connectors.gateway.limits.Lobby;
import dev.parley.connectors.gateway.limits.PeerAddress;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks the tokens of requests up, and takes note of what comes of it: who shows a good one is no
 * stranger any more, and those that aren't good are counted. How a request is refused is its port's
 * matter.
 */
public final class Gate {
    private final Authenticator authenticator;
    private final FailedTokens failed;
    private final Lobby lobby;

    public Gate(Authenticator authenticator, FailedTokens failed, Lobby lobby) {
        this.authenticator = authenticator;
        this.failed = failed;
        this.lobby = lobby;
    }

    /**
     * @param token null for none
     * @return zero if it may be looked up, which must follow; else how long to wait until one may
     */
    public Duration begin(HttpServerRequest request, @Nullable String token) {
        return token == null ? Duration.ZERO : failed.begin(from(request), token);
    }

    /**
     * Who makes the request; empty without a good token. Fails if that can't be told now.
     *
     * @param token null for none
     */
    public Future<Optional<Caller>> callerOf(HttpServerRequest request, @Nullable String token) {
        if (token == null) {
            return Future.succeededFuture(Optional.empty());
        }
        PeerAddress from = from(request);
        return authenticator
                .authenticate(token)
                .onComplete(
                        found -> {
                            if (found.isPresent()) {
                                lobby.leave(request.connection());
                                failed.good(from, token);
                            } else {
                                failed.bad(token);
                            }
                        },
                        away -> failed.unknown(from, token));
    }

    /** A request was answered that needs no token: its connection may wait once more. */
    public void served(HttpServerRequest request) {
        lobby.served(request.connection());
    }

    private static PeerAddress from(HttpServerRequest request) {
        return PeerAddress.of(request.remoteAddress());
    }
}
