package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.Identity;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.streams.intent.IntentClassifier;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /**
     * Kept small, so that a client that doesn't read is noticed before the kernel holds minutes.
     */
    private static final int SEND_BUFFER_BYTES = 256 << 10;

    /** Of the page: nothing from elsewhere, nowhere else to send to, nobody's frame. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final RealtimeEntrance entrance;
    private final HttpServer http;
    private final HttpServer voice;

    private GatewayServer(RealtimeEntrance entrance, HttpServer http, HttpServer voice) {
        this.entrance = entrance;
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
     * Listens on both ports.
     *
     * @throws PortTakenException if another program listens on one of them
     * @throws IllegalStateException if they can't be listened on for another reason
     */
    public static GatewayServer start(
            Vertx vertx, GatewayConfig config, Surroundings surroundings) {
        RealtimeEntrance entrance = new RealtimeEntrance(vertx, config, surroundings);
        AccessControl access = new AccessControl(surroundings.identity().authenticator());
        HttpServer http =
                listen(
                        vertx,
                        config,
                        httpRoutes(vertx, config, surroundings, access, entrance),
                        config.httpPort(),
                        "--http-port");
        try {
            HttpServer voice =
                    listen(
                            vertx,
                            config,
                            voiceRoutes(vertx, config, access, entrance),
                            config.voicePort(),
                            "--voice-port");
            return new GatewayServer(entrance, http, voice);
        } catch (RuntimeException e) {
            await(http.close());
            throw e;
        }
    }

    /** The port of the HTTP API, where any free one was asked for. */
    public int httpPort() {
        return http.actualPort();
    }

    /** The port of voice alone, where any free one was asked for. */
    public int voicePort() {
        return voice.actualPort();
    }

    /** How many sessions are open. */
    public int sessions() {
        return entrance.open();
    }

    @Override
    public void close() {
        entrance.stop();
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
    }

    private static Router httpRoutes(
            Vertx vertx,
            GatewayConfig config,
            Surroundings surroundings,
            AccessControl access,
            RealtimeEntrance entrance) {
        Router router = router(vertx, config);
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
        router.route().handler(AccessControl.only(Role.ADMIN, Role.USER, Role.GUEST));
        router.get("/v1/realtime").handler(entrance::upgrade);
        new UserRoutes(vertx, surroundings.identity(), surroundings.clock()).addTo(router);
        new IntentRoutes(vertx, surroundings.intents(), config.limits().textCharacters())
                .addTo(router);
        return router;
    }

    private static Router voiceRoutes(
            Vertx vertx, GatewayConfig config, AccessControl access, RealtimeEntrance entrance) {
        Router router = router(vertx, config);
        router.route()
                .handler(access)
                .handler(AccessControl.only(Role.ADMIN, Role.USER, Role.GUEST));
        router.get("/v1/realtime").handler(entrance::upgrade);
        return router;
    }

    private static Router router(Vertx vertx, GatewayConfig config) {
        Router router = Router.router(vertx);
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
        router.errorHandler(404, context -> Problem.send(context, 404, "There is nothing here."));
        router.errorHandler(405, context -> Problem.send(context, 405, "Not with this method."));
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

    private static HttpServer listen(
            Vertx vertx, GatewayConfig config, Router router, int port, String flag) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(port)
                        .setSendBufferSize(SEND_BUFFER_BYTES)
                        .setMaxWebSocketFrameSize(config.limits().frameBytes())
                        .setMaxWebSocketMessageSize(config.limits().frameBytes())
                        .setWebSocketClosingTimeout(3)
                        .addWebSocketSubProtocol(AccessControl.SUBPROTOCOL);
        secure(options, config.tls());
        try {
            return await(vertx.createHttpServer(options).requestHandler(router).listen());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(port, flag, taken);
            }
            throw e;
        }
    }

    private static void secure(HttpServerOptions options, TlsConfig tls) {
        if (tls.certificate() != null && tls.key() != null) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(
                            new PemKeyCertOptions()
                                    .setCertPath(tls.certificate().toString())
                                    .setKeyPath(tls.key().toString()));
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
