package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.PortTakenException;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.gateway.TlsConfig;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.identity.FailedTokens;
import dev.parley.connectors.gateway.identity.Gate;
import dev.parley.connectors.gateway.limits.Lobby;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.net.BindException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A port with some services, their health and reflection. gRPC over HTTP/2 alone: no gRPC-Web, and
 * no JSON over HTTP.
 */
public final class GrpcPort implements AutoCloseable {
    /** The longest message, unpacked. */
    public static final int MESSAGE_BYTES = 1 << 20;

    private final HttpServer server;
    private final Lobby lobby;

    private GrpcPort(HttpServer server, Lobby lobby) {
        this.server = server;
        this.lobby = lobby;
    }

    /**
     * Where services stand, and who may call them.
     *
     * @param strangers what those may do of whom no good token is known, at each port by itself
     * @param readiness whether they can serve now; asked by health
     */
    public record Site(
            String host,
            TlsConfig tls,
            Authenticator authenticator,
            StrangersConfig strangers,
            Readiness readiness) {}

    /**
     * Blocks until it listens.
     *
     * @param port 0 for any that is free
     * @param flag that gives it another port
     * @throws PortTakenException if another program listens there
     */
    public static GrpcPort open(
            Vertx vertx, Site site, int port, String flag, List<Service> services) {
        GrpcServerOptions how =
                new GrpcServerOptions()
                        .setScheduleDeadlineAutomatically(true)
                        .setMaxMessageSize(MESSAGE_BYTES);
        for (GrpcProtocol protocol : GrpcProtocol.values()) {
            if (protocol != GrpcProtocol.HTTP_2) {
                how.removeEnabledProtocol(protocol);
            }
        }
        GrpcServer calls = GrpcServer.server(vertx, how);
        HealthService health = HealthService.create(vertx);
        for (Service service : services) {
            calls.addService(service);
            health.register(
                    service.name(),
                    () ->
                            vertx.executeBlocking(
                                    () ->
                                            site.readiness().checks().stream()
                                                    .allMatch(Readiness.Check::ok),
                                    false));
        }
        calls.addService(health);
        calls.addService(ReflectionService.v1());
        HttpServerOptions options = new HttpServerOptions().setHost(site.host()).setPort(port);
        site.tls().secure(options);
        Clock clock = Clock.systemUTC();
        Lobby lobby = new Lobby(vertx, site.strangers(), clock);
        Gate gate =
                new Gate(
                        site.authenticator(),
                        new FailedTokens(clock, site.strangers().failedTokensPerMinute()),
                        lobby);
        try {
            return new GrpcPort(
                    await(
                            vertx.createHttpServer(options)
                                    .connectionHandler(lobby::arrive)
                                    .requestHandler(new Callers(gate, calls))
                                    .listen()),
                    lobby);
        } catch (IllegalStateException e) {
            lobby.close();
            if (e.getCause() instanceof BindException taken) {
                throw new PortTakenException(port, flag, taken);
            }
            throw e;
        }
    }

    /** The port, where any free one was asked for. */
    public int number() {
        return server.actualPort();
    }

    /** Blocks; calls under way end. */
    @Override
    public void close() {
        lobby.close();
        await(server.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("gRPC can't listen or stop", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("gRPC took too long to listen or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
