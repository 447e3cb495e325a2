package dev.parley.connectors.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics} on a port of their own, without
 * a token, for whoever watches over a process. {@code start} and {@code close} block.
 */
public final class HealthServer implements AutoCloseable {
    private final HttpServer server;

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * @param port 0 for any that is free
     * @param metrics in Prometheus' text format; may block
     * @throws PortTakenException if another program listens there
     * @throws IllegalStateException if it can't be listened on for another reason
     */
    public static HealthServer start(
            Vertx vertx, String host, int port, Readiness readiness, Supplier<String> metrics) {
        Router router = Router.router(vertx);
        new HealthRoutes(vertx, readiness).addTo(router);
        router.get("/metrics").handler(new MetricsRoute(vertx, metrics));
        HttpServerOptions options = new HttpServerOptions().setHost(host).setPort(port);
        try {
            return new HealthServer(
                    vertx.createHttpServer(options)
                            .requestHandler(router)
                            .listen()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
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
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
