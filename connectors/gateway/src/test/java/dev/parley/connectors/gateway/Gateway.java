package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.http.PermissionRoutes;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.Doorkeeper;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.JsonWebTokens;
import dev.parley.connectors.gateway.identity.JwtConfig;
import dev.parley.connectors.gateway.identity.MemoryUsers;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.authorization.PermissionMatrix;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.ToolRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway over a log in memory, with short patience. */
final class Gateway implements AutoCloseable {
    static final String TOKEN = "good-token";
    static final String OTHERS_TOKEN = "another-token";
    static final String GUESTS_TOKEN = "a-guest's-token";
    static final String MONITORS_TOKEN = "a-monitor's-token";
    static final String UNCHECKED_TOKEN = "a-token-that-can't-be-checked";

    final MemoryLog log = new MemoryLog();
    final Vertx vertx = Vertx.vertx();
    final HttpClient http = HttpClient.newHttpClient();
    volatile List<Readiness.Check> checks = List.of(new Readiness.Check("kafka", true, "up"));
    final MemoryUsers users;
    final MemoryGrants grants = new MemoryGrants();
    final MemoryAuditTrail audit = new MemoryAuditTrail();
    final List<Erased> erased = new CopyOnWriteArrayList<>();
    volatile boolean erasureFails;
    private final InstantSource clock;
    private final Authenticator authenticator;
    final GatewayServer server;

    /** What was made unreadable. */
    record Erased(UserId user, List<SessionId> sessions) {}

    Gateway() {
        this(config());
    }

    Gateway(GatewayConfig config) {
        this(config, TextTurnsConfig.defaults(), new MemoryUsers(), false);
    }

    Gateway(GatewayConfig config, TextTurnsConfig turns) {
        this(config, turns, new MemoryUsers(), false);
    }

    /** One whose time is under control. */
    Gateway(GatewayConfig config, TextTurnsConfig turns, InstantSource clock) {
        this(config, turns, new MemoryUsers(), false, clock);
    }

    /** One that knows the tokens of another house alone. */
    static Gateway trusting(JwtConfig house, InstantSource clock) {
        return new Gateway(
                config(),
                TextTurnsConfig.defaults(),
                new MemoryUsers(),
                clock,
                new JsonWebTokens(house, clock));
    }

    private Gateway(
            GatewayConfig config, TextTurnsConfig turns, MemoryUsers users, boolean ownUsers) {
        this(config, turns, users, ownUsers, InstantSource.system());
    }

    private Gateway(
            GatewayConfig config,
            TextTurnsConfig turns,
            MemoryUsers users,
            InstantSource clock,
            JsonWebTokens house) {
        this.clock = clock;
        this.users = users;
        authenticator = new Doorkeeper(vertx, users, house, clock);
        server = serve(config, turns);
    }

    private Gateway(
            GatewayConfig config,
            TextTurnsConfig turns,
            MemoryUsers users,
            boolean ownUsers,
            InstantSource clock) {
        this.clock = clock;
        this.users = users;
        authenticator =
                ownUsers
                        ? new Doorkeeper(vertx, users, null, InstantSource.system())
                        : wellKnownTokens();
        if (!ownUsers) {
            users.add(new UserId("u1"), "one", Role.ADMIN);
            users.add(new UserId("u2"), "two", Role.USER);
            users.add(new UserId("u3"), "three", Role.GUEST);
        }
        server = serve(config, turns);
    }

    private GatewayServer serve(GatewayConfig config, TextTurnsConfig turns) {
        return GatewayServer.start(
                vertx,
                config,
                surroundings(),
                new GatewayServer.Api(
                        turns,
                        Topic::retention,
                        List::of,
                        GrpcConfig.defaults().anywhere(),
                        new OneTool(),
                        new PermissionRoutes.Rights(
                                new PermissionMatrix(
                                        Map.of(
                                                "admin",
                                                Set.of(Access.values()),
                                                "user",
                                                Set.of(Access.READ, Access.WRITE))),
                                grants),
                        () -> audit));
    }

    /** A gateway that asks {@link #users} for tokens, of which there are none. */
    static Gateway withUsers() {
        return withUsers(new MemoryUsers());
    }

    static Gateway withUsers(MemoryUsers users) {
        return new Gateway(config(), TextTurnsConfig.defaults(), users, true);
    }

    static GatewayConfig config() {
        return new GatewayConfig(
                "127.0.0.1",
                0,
                0,
                Duration.ofSeconds(10),
                new GatewayConfig.Limits(3, 10, 1 << 20, 16 << 20, 1000, 5, 4 << 20, 64 << 10),
                new GatewayConfig.Patience(
                        Duration.ofMillis(300),
                        Duration.ofMillis(400),
                        Duration.ofMillis(100),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(700),
                        Duration.ofMinutes(2),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(400),
                        Duration.ofHours(1)));
    }

    /** The usual one with other rates, and another measure for strangers. */
    static GatewayConfig config(RatesConfig rates, StrangersConfig strangers) {
        GatewayConfig usual = config();
        return new GatewayConfig(
                usual.host(),
                usual.httpPort(),
                usual.voicePort(),
                usual.presence(),
                usual.limits(),
                rates,
                strangers,
                usual.patience(),
                usual.origins(),
                usual.jwt(),
                usual.tls());
    }

    GatewayServer.Surroundings surroundings() {
        return new GatewayServer.Surroundings(
                "test",
                ZoneId.of("Europe/Berlin"),
                Duration.ofSeconds(1),
                log,
                new Identity(authenticator, users, this::erase),
                () -> checks,
                text ->
                        new IntentClassifier.Classification(
                                "echo", 0.75, "rule", Map.of("text", text), Map.of()),
                new Schemas(),
                () -> "parley_up 1\n",
                clock);
    }

    /** Takes everybody for one user. */
    static Identity letsAllIn(UserId user) {
        MemoryUsers users = new MemoryUsers();
        users.add(user, "one", Role.USER);
        Caller caller = new Caller(user, Role.USER, "t", null, false);
        return new Identity(
                token -> Future.succeededFuture(Optional.of(caller)),
                users,
                (removed, sessions) -> {});
    }

    private void erase(UserId user, List<SessionId> sessions) {
        if (erasureFails) {
            throw new IllegalStateException("the key store is away");
        }
        erased.add(new Erased(user, sessions));
    }

    /** Answers after a while, as one does that asks elsewhere. */
    private Authenticator wellKnownTokens() {
        return token ->
                vertx.timer(1)
                        .compose(
                                asked ->
                                        token.equals(UNCHECKED_TOKEN)
                                                ? Future.failedFuture("the store is away")
                                                : Future.succeededFuture(caller(token)));
    }

    private static Optional<Caller> caller(String token) {
        return switch (token) {
            case TOKEN -> caller("u1", Role.ADMIN);
            case OTHERS_TOKEN -> caller("u2", Role.USER);
            case GUESTS_TOKEN -> caller("u3", Role.GUEST);
            case MONITORS_TOKEN -> caller("u4", Role.MONITOR);
            default -> Optional.empty();
        };
    }

    private static Optional<Caller> caller(String user, Role role) {
        return Optional.of(new Caller(new UserId(user), role, "t-" + user, null, false));
    }

    /** The routes of the HTTP API. */
    List<Route> routes() {
        return server.routes();
    }

    /** Tells the time. */
    static final class OneTool implements ToolRegistry {
        @Override
        public Optional<Tool> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<Tool.Descriptor> descriptors() {
            return List.of(
                    Tool.Descriptor.of("clock", "Tells the time.")
                            .takes(Schema.optional("city", "where"))
                            .build());
        }

        @Override
        public Tool check(String name, Map<String, String> arguments) {
            throw new AssertionError("authorization checks, not the gateway");
        }
    }

    static final class Schemas implements SchemaRegistryView {
        @Override
        public Optional<String> schema(int id) {
            return id == 7 ? Optional.of("{\"type\":\"string\"}") : Optional.empty();
        }

        @Override
        public List<String> subjects() {
            return List.of("dev.parley.Said");
        }

        @Override
        public List<Version> versions(String subject) {
            return subject.equals("dev.parley.Said") ? List.of(new Version(1, 7)) : List.of();
        }
    }

    Client connect() {
        return connect("");
    }

    Client connect(String query) {
        return Client.connect(http, server.voicePort(), query, TOKEN);
    }

    Client connectAs(String token) {
        return Client.connect(http, server.voicePort(), "", token);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(path, HttpRequest.newBuilder().header("Authorization", "Bearer " + TOKEN));
    }

    /** The answer to an upgrade that is refused. */
    HttpResponse<?> upgrade(String query, String token) {
        try {
            http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(
                            URI.create(
                                    "ws://127.0.0.1:" + server.httpPort() + "/v1/realtime" + query),
                            new WebSocket.Listener() {})
                    .join()
                    .abort();
            throw new AssertionError("the upgrade was granted");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse();
        }
    }

    int status(String path, String token) throws Exception {
        return send(path, HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .statusCode();
    }

    HttpResponse<String> send(String path, HttpRequest.Builder request) throws Exception {
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + server.httpPort() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        http.shutdownNow();
    }
}
