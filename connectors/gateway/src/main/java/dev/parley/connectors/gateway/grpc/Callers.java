package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Gate;
import dev.parley.connectors.gateway.identity.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls pass whose token is good, and those of health; ends all others with {@code
 * UNAUTHENTICATED}, or, where too many tokens that aren't good came from an address, with {@code
 * RESOURCE_EXHAUSTED}. Whoever handles a call finds there who it is that calls.
 */
public final class Callers implements Handler<HttpServerRequest> {
    private static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();
    private static final String HEALTH = "/grpc.health.v1.Health/";
    private static final String ENCODING = "grpc-encoding";
    private static final String BEARER = "bearer ";

    private final Gate gate;
    private final Handler<HttpServerRequest> calls;

    Callers(Gate gate, Handler<HttpServerRequest> calls) {
        this.gate = gate;
        this.calls = calls;
    }

    /**
     * Who makes the call at hand; only where a service is handed the call, not in what it has
     * happen later.
     *
     * @throws java.util.NoSuchElementException elsewhere
     */
    public static Caller caller() {
        return CALLER.get();
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (path != null && path.startsWith(HEALTH)) {
            gate.served(request);
            calls.handle(request);
            return;
        }
        String token = token(request.headers());
        if (!gate.begin(request, token).isZero()) {
            end(
                    request,
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    "Too many tokens from your address were not good. Try later.");
            return;
        }
        if (!request.headers().contains(ENCODING)) {
            // else a message that is said to be packed nobody knows how fails outside of the call
            request.headers().set(ENCODING, "identity");
        }
        Future<Optional<Caller>> caller = gate.callerOf(request, token);
        boolean waits = !caller.isComplete();
        if (waits) {
            // what follows must not be missed while the answer is awaited
            request.pause();
        }
        caller.onComplete(
                found -> {
                    if (found.isPresent() && mayCall(found.get())) {
                        ScopedValue.where(CALLER, found.get()).run(() -> calls.handle(request));
                    } else if (found.isPresent()) {
                        end(
                                request,
                                GrpcStatus.PERMISSION_DENIED,
                                "Who only watches may not converse.");
                    } else {
                        end(
                                request,
                                GrpcStatus.UNAUTHENTICATED,
                                "A good token is needed: authorization: Bearer <token>");
                    }
                    if (waits) {
                        request.resume();
                    }
                },
                away -> {
                    end(request, GrpcStatus.UNAVAILABLE, "Tokens can't be checked now. Try again.");
                    request.resume();
                });
    }

    /** A response of trailers alone: "gRPC over HTTP2", section Responses. */
    private static void end(HttpServerRequest request, GrpcStatus status, String detail) {
        request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", Integer.toString(status.code))
                .putHeader("grpc-message", detail)
                .end();
    }

    private static boolean mayCall(Caller caller) {
        return caller.role() != Role.MONITOR;
    }

    /** The token that was sent; null if there is none. */
    static @Nullable String token(MultiMap headers) {
        String authorization = headers.get("authorization");
        return authorization != null
                        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
