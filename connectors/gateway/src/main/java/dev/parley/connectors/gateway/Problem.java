package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.RoutingContext;

/** Answers that say what went wrong, as {@code application/problem+json} (RFC 9457). */
final class Problem {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problem() {}

    /**
     * @param detail a sentence for the client; repeats nothing that it sent
     */
    static void send(RoutingContext context, int status, String detail) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(problem.toString());
    }
}
