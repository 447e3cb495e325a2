package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.grpc.GrpcConfig;
import dev.parley.connectors.gateway.grpc.GrpcServers;
import dev.parley.connectors.gateway.http.ApiDocument;
import dev.parley.connectors.gateway.http.AuditRoutes;
import dev.parley.connectors.gateway.http.CatalogueRoutes;
import dev.parley.connectors.gateway.http.NotebookRoutes;
import dev.parley.connectors.gateway.http.PermissionRoutes;
import dev.parley.connectors.gateway.http.SessionRoutes;
import dev.parley.connectors.gateway.http.ToolRoutes;
import dev.parley.connectors.gateway.http.TurnRoutes;
import dev.parley.connectors.gateway.identity.Caller;
import dev.parley.connectors.gateway.identity.FailedTokens;
import dev.parley.connectors.gateway.identity.Gate;
import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.limits.Allowances;
import dev.parley.connectors.gateway.limits.Lobby;
import dev.parley.connectors.gateway.turns.NotedSessions;
import dev.parley.connectors.gateway.turns.PermissionChanges;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.connectors.gateway.turns.ToolCalls;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topic;
import dev.parley.streams.auditing.AuditTrail;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.tool.ToolRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of the entrance: the HTTP API, which also takes voice, and voice alone.
 *
 * <p>{@code start} and {@code close} block and must not be called on an event loop. Closing ends
 * the sessions but leaves Vert.x and the log to their owner.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /**
     * Kept small, so that a client that doesn't read is noticed before the kernel holds minutes.
     */
    private static final int REQUEST_LINE_BYTES = 32 << 10;

    private static final int SEND_BUFFER_BYTES = 256 << 10;

    /** Of the page: nothing from elsewhere, nowhere else to send to, nobody's frame. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Lobby lobby;
    private final RealtimeEntrance entrance;
    private final TextTurns turns;
    private final Router routes;
    private final HttpServer http;
    private final HttpServer voice;
    private @Nullable GrpcServers grpc;

    private GatewayServer(
            Lobby lobby,
            RealtimeEntrance entrance,
            TextTurns turns,
            Router routes,
            HttpServer http,
            HttpServer voice) {
        this.lobby = lobby;
        this.entrance = entrance;
        this.turns = turns;
        this.routes = routes;
        this.http = http;
        this.voice = voice;
    }

    /**
     * What the servers need of the others.
     *
     * @param instance this gateway's name in event ids, without {@code /}; another at each start,
     *     so that ids are never used twice
     * @param zone of clients that don't name theirs
     * @param turnDeadline within which the dialogue answers a turn, if only by an apology
     * @param metrics in Prometheus' text format; may block
     */
    public record Surroundings(
            String instance,
            ZoneId zone,
            Duration turnDeadline,
            ConversationLog log,
            Identity identity,
            Readiness readiness,
            IntentClassifier intents,
            SchemaRegistryView schemas,
            Supplier<String> metrics,
            InstantSource clock) {}

    /**
     * What the HTTP API shows of the installation beside.
     *
     * @param turns how clients without a lasting connection are served
     * @param retention how long a topic's records are kept
     * @param configuration what holds; secrets aren't in it
     * @param grpc where gRPC is served; null for nowhere
     * @param tools that HTTP and gRPC show; null for none, and where gRPC isn't served
     * @param permissions that HTTP shows and changes; null where it doesn't
     * @param audit what was done; null where that can't be asked
     */
    public record Api(
            TextTurnsConfig turns,
            Function<Topic, Duration> retention,
            Supplier<List<CatalogueRoutes.ShownProperty>> configuration,
            @Nullable GrpcConfig grpc,
            @Nullable ToolRegistry tools,
            PermissionRoutes.@Nullable Rights permissions,
            @Nullable Supplier<AuditTrail> audit) {
        public static Api defaults() {
            return new Api(
                    TextTurnsConfig.defaults(), Topic::retention, List::of, null, null, null, null);
        }
    }

    /** With nothing to show of the configuration. */
    public static GatewayServer start(
            Vertx vertx, GatewayConfig config, Surroundings surroundings) {
        return start(vertx, config, surroundings, Api.defaults());
    }

    /**
     * Listens on both ports.
     *
     * @throws PortTakenException if another program listens on one of them
     * @throws IllegalStateException if they can't be listened on for another reason
     */
    public static GatewayServer start(
            Vertx vertx, GatewayConfig config, Surroundings surroundings, Api api) {
        Allowances allowances = Allowances.of(config.rates(), surroundings.clock());
        RealtimeEntrance entrance = new RealtimeEntrance(vertx, config, surroundings, allowances);
        TextTurns turns =
                new TextTurns(
                        surroundings.log(),
                        surroundings.clock(),
                        surroundings.instance(),
                        surroundings.turnDeadline().plus(config.patience().answer()),
                        api.turns(),
                        new NotedSessions(surroundings.identity().users()),
                        allowances.turns());
        Lobby lobby = new Lobby(vertx, config.strangers(), surroundings.clock());
        try {
            return start(vertx, config, surroundings, api, lobby, entrance, turns);
        } catch (RuntimeException e) {
            lobby.close();
            turns.close();
            throw e;
        }
    }

    private static GatewayServer start(
            Vertx vertx,
            GatewayConfig config,
            Surroundings surroundings,
            Api api,
            Lobby lobby,
            RealtimeEntrance entrance,
            TextTurns turns) {
        AccessControl access =
                new AccessControl(
                        new Gate(
                                surroundings.identity().authenticator(),
                                new FailedTokens(
                                        surroundings.clock(),
                                        config.strangers().failedTokensPerMinute()),
                                lobby));
        Router routes = httpRoutes(vertx, config, surroundings, api, access, entrance, turns);
        HttpServer http = listen(vertx, config, lobby, routes, config.httpPort(), "--http-port");
        try {
            HttpServer voice =
                    listen(
                            vertx,
                            config,
                            lobby,
                            voiceRoutes(vertx, config, access, entrance),
                            config.voicePort(),
                            "--voice-port");
            return withGrpc(
                    new GatewayServer(lobby, entrance, turns, routes, http, voice),
                    vertx,
                    config,
                    surroundings,
                    api);
        } catch (RuntimeException e) {
            await(http.close());
            throw e;
        }
    }

    private static GatewayServer withGrpc(
            GatewayServer started,
            Vertx vertx,
            GatewayConfig config,
            Surroundings surroundings,
            Api api) {
        GrpcConfig grpc = api.grpc();
        ToolRegistry tools = api.tools();
        if (grpc != null && tools != null) {
            try {
                started.grpc =
                        GrpcServers.start(
                                vertx,
                                config,
                                grpc.beside(config.httpPort()),
                                surroundings,
                                started.turns,
                                tools,
                                started.voicePort());
            } catch (RuntimeException e) {
                await(started.voice.close());
                throw e;
            }
        }
        return started;
    }

    /** gRPC's servers; null if they aren't wanted. */
    public @Nullable GrpcServers grpc() {
        return grpc;
    }

    /** The port of the HTTP API, where any free one was asked for. */
    public int httpPort() {
        return http.actualPort();
    }

    /** The port of voice alone, where any free one was asked for. */
    public int voicePort() {
        return voice.actualPort();
    }

    /** The routes of the HTTP API, for their description to be compared with. */
    List<Route> routes() {
        return routes.getRoutes();
    }

    /** How many sessions are open. */
    public int sessions() {
        return entrance.open();
    }

    @Override
    public void close() {
        entrance.stop();
        turns.close();
        if (grpc != null) {
            grpc.close();
        }
        long until = System.nanoTime() + FAREWELL.toNanos();
        try {
            while (entrance.open() > 0 && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        await(http.close());
        await(voice.close());
        lobby.close();
    }

    private static Router httpRoutes(
            Vertx vertx,
            GatewayConfig config,
            Surroundings surroundings,
            Api api,
            AccessControl access,
            RealtimeEntrance entrance,
            TextTurns turns) {
        Router router = router(vertx, config, access);
        String page = page();
        router.get("/")
                .handler(
                        context ->
                                context.response()
                                        .putHeader("content-type", "text/html; charset=utf-8")
                                        .putHeader("content-security-policy", CONTENT_POLICY)
                                        .end(page));
        new HealthRoutes(vertx, surroundings.readiness()).addTo(router);
        router.route().handler(access);
        router.get("/metrics")
                .handler(AccessControl.only(Role.ADMIN, Role.MONITOR))
                .handler(new MetricsRoute(vertx, surroundings.metrics()));
        router.route("/registry/*").handler(AccessControl.only(Role.ADMIN, Role.MONITOR));
        new RegistryRoutes(surroundings.schemas()).addTo(router);
        Supplier<AuditTrail> audit = api.audit();
        new AuditRoutes(
                        audit != null ? audit : () -> (wanted, before, most) -> List.of(),
                        GatewayServer::boundTo)
                .addTo(router);
        router.route().handler(AccessControl.only(Role.ADMIN, Role.USER, Role.GUEST));
        router.get("/v1/realtime").handler(entrance::upgrade);
        new UserRoutes(vertx, surroundings.identity(), surroundings.clock()).addTo(router);
        new IntentRoutes(vertx, surroundings.intents(), config.limits().textCharacters())
                .addTo(router);
        new TurnRoutes(
                        turns,
                        AccessControl::userOf,
                        surroundings.zone(),
                        config.limits().textCharacters())
                .addTo(router);
        new SessionRoutes(
                        surroundings.log(),
                        surroundings.clock(),
                        turns,
                        entrance::has,
                        AccessControl::userOf,
                        api.turns().lookBack())
                .addTo(router);
        new NotebookRoutes(
                        new ToolCalls(
                                surroundings.log(),
                                surroundings.clock(),
                                surroundings.instance(),
                                "http",
                                surroundings.zone().getId(),
                                surroundings.turnDeadline(),
                                new NotedSessions(surroundings.identity().users())),
                        AccessControl::userOf)
                .addTo(router);
        ToolRegistry tools = api.tools();
        new ToolRoutes(tools == null ? List::of : tools::descriptors).addTo(router);
        PermissionRoutes.Rights rights = api.permissions();
        if (rights != null) {
            new PermissionRoutes(
                            rights,
                            tools == null ? List::of : tools::descriptors,
                            surroundings.identity().users(),
                            new PermissionChanges(
                                    surroundings.log(),
                                    surroundings.clock(),
                                    surroundings.instance(),
                                    new NotedSessions(surroundings.identity().users())),
                            surroundings.clock(),
                            AccessControl::callerOf)
                    .addTo(router);
        }
        router.get("/api/config").handler(AccessControl.only(Role.ADMIN));
        new CatalogueRoutes(surroundings.schemas(), api.retention(), api.configuration(), DOCUMENT)
                .addTo(router);
        return router;
    }

    /** Whose audit the caller may see: all, or their own. */
    private static Optional<UserId> boundTo(RoutingContext context) {
        Caller caller = AccessControl.callerOf(context);
        return switch (caller.role()) {
            case ADMIN, MONITOR -> Optional.empty();
            case USER, GUEST -> Optional.of(caller.user());
        };
    }

    private static Router voiceRoutes(
            Vertx vertx, GatewayConfig config, AccessControl access, RealtimeEntrance entrance) {
        Router router = router(vertx, config, access);
        router.route()
                .handler(access)
                .handler(AccessControl.only(Role.ADMIN, Role.USER, Role.GUEST));
        router.get("/v1/realtime").handler(entrance::upgrade);
        return router;
    }

    private static Router router(Vertx vertx, GatewayConfig config, AccessControl access) {
        Router router = Router.router(vertx);
        router.route().handler(access::watch);
        router.route()
                .handler(
                        context -> {
                            context.response()
                                    .putHeader("x-content-type-options", "nosniff")
                                    .putHeader("referrer-policy", "no-referrer")
                                    .putHeader("cache-control", "no-store");
                            context.next();
                        });
        router.route().handler(new Origins(config.origins()));
        router.errorHandler(
                400, context -> Problem.send(context, 400, "The request is malformed."));
        router.errorHandler(404, GatewayServer::nothingHere);
        router.errorHandler(405, GatewayServer::nothingHere);
        router.errorHandler(
                406, context -> Problem.send(context, 406, "None of the forms that you accept."));
        router.errorHandler(
                415, context -> Problem.send(context, 415, "The body must be application/json."));
        router.errorHandler(413, context -> Problem.send(context, 413, "The body is too long."));
        router.errorHandler(
                500,
                context -> {
                    Throwable fault = context.failure();
                    LOG.error(
                            "A request failed: {}",
                            fault == null ? "?" : fault.getClass().getName());
                    Problem.send(context, 500, "The request failed.");
                });
        return router;
    }

    private static void nothingHere(RoutingContext context) {
        String allowed = DOCUMENT.allowed(Problem.pathOf(context));
        if (allowed.isEmpty()
                || List.of(allowed.split(", ")).contains(context.request().method().name())) {
            Problem.send(context, 404, "There is nothing here.");
        } else {
            context.response().putHeader("allow", allowed);
            Problem.send(context, 405, "Not with this method.");
        }
    }

    private static HttpServer listen(
            Vertx vertx, GatewayConfig config, Lobby lobby, Router router, int port, String flag) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(port)
                        .setSendBufferSize(SEND_BUFFER_BYTES)
                        // All filters of the audit, each too long, must still get their answer
                        .setMaxInitialLineLength(REQUEST_LINE_BYTES)
                        // Vert.x would only tell of a connection once it knows the protocol
                        .setHttp2ClearTextEnabled(false)
                        .setSslHandshakeTimeout(config.strangers().patience().toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxWebSocketFrameSize(config.limits().frameBytes())
                        .setMaxWebSocketMessageSize(config.limits().frameBytes())
                        .setWebSocketClosingTimeout(3)
                        .addWebSocketSubProtocol(AccessControl.SUBPROTOCOL);
        config.tls().secure(options);
        try {
            return await(
                    vertx.createHttpServer(options)
                            .connectionHandler(lobby::arrive)
                            .requestHandler(router)
                            .listen());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(port, flag, taken);
            }
            throw e;
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the gateway can't listen or stop", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the gateway took too long to listen or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String page() {
        try (InputStream page = GatewayServer.class.getResourceAsStream("index.html")) {
            if (page == null) {
                throw new IllegalStateException("index.html is missing");
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
