package dev.parley.connectors.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code /metrics}, in Prometheus' text format, version 0.0.4. */
final class MetricsRoute implements Handler<RoutingContext> {
    private final Vertx vertx;
    private final Supplier<String> metrics;

    /**
     * @param metrics may block
     */
    MetricsRoute(Vertx vertx, Supplier<String> metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        vertx.executeBlocking(metrics::get, false)
                .onComplete(
                        text ->
                                context.response()
                                        .putHeader(
                                                "content-type",
                                                "text/plain; version=0.0.4; charset=utf-8")
                                        .end(text),
                        context::fail);
    }
}
