package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Gate;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests pass whose token is good; answers 401 to all others, or 503 while that can't be
 * told.
 */
final class AccessControl implements Handler<RoutingContext> {
    /** The subprotocol that browsers' realtime clients ask for beside their token. */
    static final String SUBPROTOCOL = "realtime";

    private static final String CALLER = "parley.caller";
    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Gate gate;

    AccessControl(Gate gate) {
        this.gate = gate;
    }

    /** A connection that gets answers without a token may wait for another. */
    void watch(RoutingContext context) {
        context.addEndHandler(ended -> gate.served(context.request()));
        context.next();
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String token =
                PresentedToken.of(
                        request.getHeader(HttpHeaders.AUTHORIZATION),
                        request.getParam("token"),
                        request.getHeader("sec-websocket-protocol"));
        Duration wait = gate.begin(request, token);
        if (!wait.isZero()) {
            refuse(context, wait);
            return;
        }
        // what follows must not be missed while the answer is awaited
        request.pause();
        Future<Optional<Caller>> caller = gate.callerOf(request, token);
        caller.onComplete(
                found -> {
                    if (found.isPresent()) {
                        context.put(CALLER, found.get());
                        context.next();
                    } else {
                        context.response().putHeader("www-authenticate", "Bearer");
                        Problem.send(
                                context,
                                401,
                                "A good token is needed: Authorization: Bearer <token>, or"
                                        + " ?token=<token>.");
                    }
                    flowAgain(context);
                },
                away -> {
                    LOG.warn("A token couldn't be checked: {}", away.getClass().getName());
                    Problem.of(503, "Tokens can't be checked now. Try again.")
                            .retryAfter(SOON)
                            .send(context);
                    flowAgain(context);
                });
    }

    private static void refuse(RoutingContext context, Duration wait) {
        Problem.named(
                        429,
                        "too-many-failed-tokens",
                        "Too many tokens that aren't good",
                        "Too many tokens from your address were not good. Try later.")
                .retryAfter(wait)
                .send(context);
    }

    /** An upgrade goes on by itself, or ends the connection. */
    private static void flowAgain(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()
                && (context.response().ended() || !request.canUpgradeToWebSocket())) {
            request.resume();
        }
    }

    /** Lets those of some roles pass; answers 403 to the others. */
    static Handler<RoutingContext> only(Role... roles) {
        Set<Role> allowed = Set.of(roles);
        return context -> {
            Role role = callerOf(context).role();
            if (allowed.contains(role)) {
                context.next();
            } else {
                Problem.send(
                        context,
                        403,
                        "Your token is good, but this is not for the role " + role.text() + ".");
            }
        };
    }

    /** Who asks; for requests that passed. */
    static Caller callerOf(RoutingContext context) {
        Caller caller = context.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("the request passed no access control");
        }
        return caller;
    }

    /** The user who asks; for requests that passed. */
    static UserId userOf(RoutingContext context) {
        return callerOf(context).user();
    }
}
