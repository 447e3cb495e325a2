package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code /health/live} and {@code /health/ready}, for anyone to ask. */
final class HealthRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final Readiness readiness;

    HealthRoutes(Vertx vertx, Readiness readiness) {
        this.vertx = vertx;
        this.readiness = readiness;
    }

    void addTo(Router router) {
        router.get("/health/live")
                .handler(
                        context ->
                                answer(
                                        context,
                                        200,
                                        JSON.createObjectNode().put("status", "live")));
        router.get("/health/ready").handler(this::ready);
    }

    private void ready(RoutingContext context) {
        vertx.executeBlocking(readiness::checks, false)
                .onComplete(
                        checks -> tell(context, checks),
                        fault ->
                                tell(
                                        context,
                                        List.of(
                                                new Readiness.Check(
                                                        "readiness",
                                                        false,
                                                        "The checks themselves failed."))));
    }

    private static void tell(RoutingContext context, List<Readiness.Check> checks) {
        boolean ready = checks.stream().allMatch(Readiness.Check::ok);
        ObjectNode body = JSON.createObjectNode().put("status", ready ? "ready" : "not ready");
        ArrayNode failing = body.putArray("failing");
        ArrayNode passing = body.putArray("passing");
        for (Readiness.Check check : checks) {
            (check.ok() ? passing : failing)
                    .addObject()
                    .put("name", check.name())
                    .put("detail", check.detail());
        }
        answer(context, ready ? 200 : 503, body);
    }

    private static void answer(RoutingContext context, int status, ObjectNode body) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toString());
    }
}
