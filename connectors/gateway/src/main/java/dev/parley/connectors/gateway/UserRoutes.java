package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.PostgresUsers;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.identity.SecretToken;
import dev.parley.connectors.gateway.identity.Users;
import dev.parley.connectors.gateway.identity.UsersAwayException;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/users} and their tokens, for administrators; {@code /api/users/me} and {@code
 * /api/browser-token} for everybody who converses.
 */
final class UserRoutes {
    /** How long a browser's page may use the token that it got for another. */
    static final Duration BROWSER_TOKEN = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(UserRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY_BYTES = 16 << 10;
    private static final int NAME_CHARACTERS = 100;
    private static final long LONGEST_SECONDS = Duration.ofDays(3660).toSeconds();

    private final Vertx vertx;
    private final Identity identity;
    private final InstantSource clock;

    UserRoutes(Vertx vertx, Identity identity, InstantSource clock) {
        this.vertx = vertx;
        this.identity = identity;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.get("/api/users/me").handler(UserRoutes::me);
        router.post("/api/browser-token").handler(this::browserToken);
        for (String path : List.of("/api/users", "/api/users/*")) {
            router.route(path).handler(AccessControl.only(Role.ADMIN));
        }
        router.get("/api/users").handler(this::list);
        withBody(router.post("/api/users")).handler(this::add);
        router.delete("/api/users/:user").handler(this::remove);
        router.get("/api/users/:user/tokens").handler(this::tokens);
        withBody(router.post("/api/users/:user/tokens")).handler(this::mint);
        router.delete("/api/users/:user/tokens/:token").handler(this::revoke);
    }

    private static Route withBody(Route route) {
        return route.handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
    }

    private static void me(RoutingContext context) {
        Caller caller = AccessControl.callerOf(context);
        ObjectNode body =
                JSON.createObjectNode()
                        .put("id", caller.user().value())
                        .put("role", caller.role().text());
        answer(context, 200, body.put("expires", text(caller.expires())));
    }

    private void list(RoutingContext context) {
        ask(
                context,
                identity.users()::all,
                users -> {
                    ObjectNode body = JSON.createObjectNode();
                    ArrayNode list = body.putArray("users");
                    users.forEach(user -> list.add(json(user)));
                    answer(context, 200, body);
                });
    }

    private void add(RoutingContext context) {
        JsonNode body = body(context);
        String name = name(body);
        Optional<Role> role =
                body.has("role")
                        ? Optional.ofNullable(body.get("role").textValue()).flatMap(Role::of)
                        : Optional.of(Role.USER);
        if (name == null || role.isEmpty()) {
            Problem.send(
                    context,
                    400,
                    "The body must be {\"name\": …, \"role\": …}: a name of 1 to "
                            + NAME_CHARACTERS
                            + " characters, and admin, user, guest or monitor.");
            return;
        }
        UserId id = PostgresUsers.newId();
        ask(
                context,
                () -> identity.users().add(id, name, role.get()),
                added -> {
                    if (added) {
                        context.response().putHeader("location", "/api/users/" + id);
                        Users.User user = new Users.User(id, name, role.get(), clock.instant());
                        answer(context, 201, json(user));
                    } else {
                        Problem.send(context, 409, "A user of that name is there already.");
                    }
                });
    }

    private void remove(RoutingContext context) {
        UserId user = user(context);
        if (user == null) {
            return;
        }
        ask(
                context,
                () -> remove(user),
                removal -> {
                    switch (removal) {
                        case REMOVED -> context.response().setStatusCode(204).end();
                        case LAST_ADMIN ->
                                Problem.send(
                                        context,
                                        409,
                                        "This is the last administrator: make another one first.");
                        case UNKNOWN -> Problem.send(context, 404, "There is no such user.");
                    }
                });
    }

    /** Again after a fault, it goes on where it stopped: the sessions are forgotten last. */
    private Users.Removal remove(UserId user) {
        Users users = identity.users();
        Users.Removal removal = users.remove(user);
        if (removal == Users.Removal.REMOVED) {
            identity.authenticator().recheck();
            identity.erasure().erase(user, users.sessions(user));
            users.forgetSessions(user);
        }
        return removal;
    }

    private void tokens(RoutingContext context) {
        UserId user = user(context);
        if (user == null) {
            return;
        }
        ask(
                context,
                () ->
                        identity.users().present(List.of(user)).isEmpty()
                                ? Optional.<List<Users.Token>>empty()
                                : Optional.of(identity.users().tokens(user)),
                tokens -> {
                    if (tokens.isEmpty()) {
                        Problem.send(context, 404, "There is no such user.");
                        return;
                    }
                    ObjectNode body = JSON.createObjectNode();
                    ArrayNode list = body.putArray("tokens");
                    tokens.get().forEach(token -> list.add(json(token)));
                    answer(context, 200, body);
                });
    }

    private void mint(RoutingContext context) {
        UserId user = user(context);
        if (user == null) {
            return;
        }
        JsonNode body = body(context);
        String name = name(body);
        JsonNode lasts = body.path("expires_in");
        boolean lastsWell =
                lasts.isMissingNode()
                        || lasts.isNull()
                        || (lasts.canConvertToLong()
                                && lasts.isIntegralNumber()
                                && lasts.asLong() > 0
                                && lasts.asLong() <= LONGEST_SECONDS);
        if (name == null || !lastsWell) {
            Problem.send(
                    context,
                    400,
                    "The body must be {\"name\": …, \"expires_in\": …}: what the token is for, in 1"
                            + " to "
                            + NAME_CHARACTERS
                            + " characters, and the seconds that it lasts, at most ten years, or"
                            + " nothing.");
            return;
        }
        Instant expires =
                lasts.isIntegralNumber() ? clock.instant().plusSeconds(lasts.asLong()) : null;
        mint(context, user, name, false, expires);
    }

    /** A page gets a token of its own that soon ends, and needs no more to keep the other one. */
    private void browserToken(RoutingContext context) {
        Caller caller = AccessControl.callerOf(context);
        if (caller.browser()) {
            Problem.send(
                    context,
                    403,
                    "This is a browser's token already, and can't be renewed by itself.");
            return;
        }
        Instant expires = clock.instant().plus(BROWSER_TOKEN);
        if (caller.expires() != null && caller.expires().isBefore(expires)) {
            expires = caller.expires();
        }
        mint(context, caller.user(), "browser", true, expires);
    }

    private void mint(
            RoutingContext context,
            UserId user,
            String name,
            boolean browser,
            @Nullable Instant expires) {
        SecretToken secret = SecretToken.mint();
        ask(
                context,
                () -> identity.users().keep(secret, user, name, browser, expires),
                kept -> {
                    if (kept.isEmpty()) {
                        Problem.send(context, 404, "There is no such user.");
                        return;
                    }
                    answer(context, 201, json(kept.get()).put("token", secret.text()));
                });
    }

    private void revoke(RoutingContext context) {
        UserId user = user(context);
        if (user == null) {
            return;
        }
        String token = Objects.requireNonNullElse(context.pathParam("token"), "");
        ask(
                context,
                () -> identity.users().revoke(user, token),
                revoked -> {
                    if (revoked) {
                        identity.authenticator().recheck();
                        context.response().setStatusCode(204).end();
                    } else {
                        Problem.send(context, 404, "The user has no such token.");
                    }
                });
    }

    private <T> void ask(RoutingContext context, Callable<T> question, Consumer<T> answered) {
        vertx.executeBlocking(question, false)
                .onComplete(
                        answered::accept,
                        fault -> {
                            LOG.error("The users can't be asked: {}", fault.getClass().getName());
                            boolean away = fault instanceof UsersAwayException;
                            Problem.send(
                                    context,
                                    away ? 503 : 500,
                                    away
                                            ? "The users can't be asked now. Try again."
                                            : "The request failed. Try again.");
                        });
    }

    /** Null if there can be no such user, which is then answered. */
    private static @Nullable UserId user(RoutingContext context) {
        try {
            return new UserId(Objects.requireNonNullElse(context.pathParam("user"), ""));
        } catch (IllegalArgumentException impossible) {
            Problem.send(context, 404, "There is no such user.");
            return null;
        }
    }

    private static JsonNode body(RoutingContext context) {
        String body = context.body().asString();
        try {
            JsonNode json = body == null ? null : JSON.readTree(body);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Null if there is none that could be shown. */
    private static @Nullable String name(JsonNode body) {
        String name = Objects.requireNonNullElse(body.path("name").textValue(), "").strip();
        return name.isEmpty()
                        || name.length() > NAME_CHARACTERS
                        || name.chars().anyMatch(Character::isISOControl)
                ? null
                : name;
    }

    private static ObjectNode json(Users.User user) {
        return JSON.createObjectNode()
                .put("id", user.id().value())
                .put("name", user.name())
                .put("role", user.role().text())
                .put("created", text(user.created()));
    }

    private static ObjectNode json(Users.Token token) {
        return JSON.createObjectNode()
                .put("id", token.id())
                .put("name", token.name())
                .put("browser", token.browser())
                .put("created", text(token.created()))
                .put("expires", text(token.expires()))
                .put("revoked", text(token.revoked()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static void answer(RoutingContext context, int status, ObjectNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toString());
    }
}
