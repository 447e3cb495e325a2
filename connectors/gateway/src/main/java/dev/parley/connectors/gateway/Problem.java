package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Answers that say what went wrong, as {@code application/problem+json} (RFC 9457).
 *
 * @param type a URI, {@code about:blank} where the status says all
 * @param title short, the same for all problems of a type
 * @param detail a sentence for the client; repeats nothing that it sent
 * @param errors what is wrong with the body or the parameters, one by one
 * @param retryAfter when it may be worth asking again, told in whole seconds; zero if that can't be
 *     said
 */
public record Problem(
        int status,
        String type,
        String title,
        String detail,
        List<Wrong> errors,
        Duration retryAfter) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPES = "urn:parley:problem:";

    /**
     * A part of a request that is wrong.
     *
     * @param pointer a JSON pointer into the body as a URI fragment, such as {@code #/text}, or the
     *     name of a parameter
     */
    public record Wrong(String pointer, String detail) {}

    /** One that the status says all of. */
    public static Problem of(int status, String detail) {
        return new Problem(
                status,
                "about:blank",
                HttpResponseStatus.valueOf(status).reasonPhrase(),
                detail,
                List.of(),
                Duration.ZERO);
    }

    /**
     * One of a type of its own.
     *
     * @param name the last part of the type's URI
     */
    public static Problem named(int status, String name, String title, String detail) {
        return new Problem(status, TYPES + name, title, detail, List.of(), Duration.ZERO);
    }

    /** A request that can't be understood. */
    public static Problem invalid(List<Wrong> errors) {
        return new Problem(
                400,
                TYPES + "invalid-request",
                "The request is invalid",
                errors.getFirst().detail(),
                errors,
                Duration.ZERO);
    }

    /** The same, that says when to ask again. */
    public Problem retryAfter(Duration wait) {
        return new Problem(status, type, title, detail, errors, wait);
    }

    static void send(RoutingContext context, int status, String detail) {
        of(status, detail).send(context);
    }

    /** Answers with it, unless an answer was begun already; on the request's event loop. */
    public void send(RoutingContext context) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        if (retryAfter.isPositive()) {
            long seconds = retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
            context.response().putHeader("retry-after", Long.toString(seconds));
        }
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(json(pathOf(context)).toString());
    }

    /** The path that was asked for, without the query, which may hold a token. */
    public static String pathOf(RoutingContext context) {
        return Objects.requireNonNullElse(context.request().path(), "/");
    }

    /**
     * @param instance the path of the request
     */
    public ObjectNode json(String instance) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance);
        if (!errors.isEmpty()) {
            ArrayNode each = problem.putArray("errors");
            errors.forEach(
                    wrong ->
                            each.addObject()
                                    .put("pointer", wrong.pointer())
                                    .put("detail", wrong.detail()));
        }
        return problem;
    }
}
