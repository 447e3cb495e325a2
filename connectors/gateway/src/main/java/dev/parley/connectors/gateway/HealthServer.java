package dev.parley.connectors.gateway;

import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.FailedTokens;
import dev.parley.connectors.gateway.identity.Gate;
import dev.parley.connectors.gateway.identity.Role;
import dev.parley.connectors.gateway.limits.Lobby;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics} on a port of their own, for
 * whoever watches over a process. Where others than this machine reach it, figures take a token of
 * a monitor's or an administrator's. {@code start} and {@code close} block.
 */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;
    private final Lobby lobby;

    private HealthServer(HttpServer server, Lobby lobby) {
        this.server = server;
        this.lobby = lobby;
    }

    /** One that tells figures on loopback alone. */
    public static HealthServer start(
            Vertx vertx, String host, int port, Readiness readiness, Supplier<String> metrics) {
        return start(vertx, host, port, readiness, metrics, Optional::empty);
    }

    /**
     * @param port 0 for any that is free
     * @param metrics in Prometheus' text format; may block
     * @param authenticator who knows tokens; empty as long as nobody does
     * @throws PortTakenException if another program listens there
     * @throws IllegalStateException if it can't be listened on for another reason
     */
    public static HealthServer start(
            Vertx vertx,
            String host,
            int port,
            Readiness readiness,
            Supplier<String> metrics,
            Supplier<Optional<Authenticator>> authenticator) {
        StrangersConfig strangers = StrangersConfig.defaults();
        InstantSource clock = InstantSource.system();
        Lobby lobby = new Lobby(vertx, strangers, clock);
        AccessControl access =
                new AccessControl(
                        new Gate(
                                token ->
                                        authenticator
                                                .get()
                                                .map(known -> known.authenticate(token))
                                                .orElseGet(
                                                        () ->
                                                                Future.failedFuture(
                                                                        "nobody knows yet")),
                                new FailedTokens(clock, strangers.failedTokensPerMinute()),
                                lobby));
        Router router = Router.router(vertx);
        router.route().handler(access::watch);
        new HealthRoutes(vertx, readiness).addTo(router);
        Route figures = router.get("/metrics");
        if (asksForToken(host)) {
            figures.handler(access).handler(AccessControl.only(Role.ADMIN, Role.MONITOR));
        }
        figures.handler(new MetricsRoute(vertx, metrics));
        HttpServerOptions options =
                new HttpServerOptions().setHost(host).setPort(port).setHttp2ClearTextEnabled(false);
        try {
            return new HealthServer(
                    vertx.createHttpServer(options)
                            .connectionHandler(lobby::arrive)
                            .requestHandler(router)
                            .listen()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS),
                    lobby);
        } catch (ExecutionException e) {
            lobby.close();
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(port, "--health-port", taken);
            }
            throw new IllegalStateException("the health port can't be listened on", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the health port took too long to listen", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        lobby.close();
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Whether figures told at that address take a token: others than this machine reach it. */
    public static boolean asksForToken(String host) {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
