package dev.parley.connectors.gateway;

import dev.parley.schemas.event.UserId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass whose token is good; answers 401 to all others.
 *
 * <p>A token comes as {@code Authorization: Bearer}, as the password of {@code Basic} (which is
 * what stock registry clients send), as {@code ?token=}, or, from browsers' WebSockets, as the
 * subprotocol {@code openai-insecure-api-key.<token>}.
 */
final class AccessControl implements Handler<RoutingContext> {
    /** The subprotocol that browsers' realtime clients ask for beside their token. */
    static final String SUBPROTOCOL = "realtime";

    private static final String KEY_SUBPROTOCOL = "openai-insecure-api-key.";
    private static final String USER = "parley.user";

    private final Authenticator authenticator;

    AccessControl(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void handle(RoutingContext context) {
        Optional<UserId> user =
                Optional.ofNullable(token(context.request())).flatMap(authenticator::authenticate);
        if (user.isPresent()) {
            context.put(USER, user.get());
            context.next();
        } else {
            context.response().putHeader("www-authenticate", "Bearer");
            Problem.send(
                    context,
                    401,
                    "A good token is needed: Authorization: Bearer <token>, or ?token=<token>.");
        }
    }

    /** Who asks; for requests that passed. */
    static UserId userOf(RoutingContext context) {
        UserId user = context.get(USER);
        if (user == null) {
            throw new IllegalStateException("the request passed no access control");
        }
        return user;
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
