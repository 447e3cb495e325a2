package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests pass whose token is good; answers 401 to all others, or 503 while that can't be
 * told.
 *
 * <p>A token comes as {@code Authorization: Bearer}, as the password of {@code Basic} (which is
 * what stock registry clients send), as {@code ?token=}, or, from browsers' WebSockets, as the
 * subprotocol {@code openai-insecure-api-key.<token>}.
 */
final class AccessControl implements Handler<RoutingContext> {
    /** The subprotocol that browsers' realtime clients ask for beside their token. */
    static final String SUBPROTOCOL = "realtime";

    private static final String KEY_SUBPROTOCOL = "openai-insecure-api-key.";
    private static final String CALLER = "parley.caller";
    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

    private final Authenticator authenticator;

    AccessControl(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void handle(RoutingContext context) {
        String token = token(context.request());
        // what follows must not be missed while the answer is awaited
        context.request().pause();
        Future<Optional<Caller>> caller =
                token == null
                        ? Future.succeededFuture(Optional.empty())
                        : authenticator.authenticate(token);
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
                    context.response().putHeader("retry-after", "1");
                    Problem.send(context, 503, "Tokens can't be checked now. Try again.");
                    flowAgain(context);
                });
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

    private static @Nullable String token(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return ofAuthorization(authorization);
        }
        String parameter = request.getParam("token");
        if (parameter != null) {
            return parameter;
        }
        String subprotocols = request.getHeader("sec-websocket-protocol");
        if (subprotocols != null) {
            for (String subprotocol : subprotocols.split(",")) {
                String name = subprotocol.strip();
                if (name.startsWith(KEY_SUBPROTOCOL)) {
                    return name.substring(KEY_SUBPROTOCOL.length());
                }
            }
        }
        return null;
    }

    private static @Nullable String ofAuthorization(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String value = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(java.util.Locale.ROOT)) {
            case "bearer" -> value;
            case "basic" -> password(value);
            default -> null;
        };
    }

    private static @Nullable String password(String credentials) {
        try {
            String pair =
                    new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
