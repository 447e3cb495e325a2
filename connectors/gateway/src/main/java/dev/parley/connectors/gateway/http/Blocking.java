package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.connectors.gateway.LogAwayException;
import dev.parley.connectors.gateway.Problem;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what blocks on a virtual thread, and sends its answer on the request's event loop. */
final class Blocking {
    private static final Logger LOG = LoggerFactory.getLogger(Blocking.class);

    private Blocking() {}

    /** What answers a request; interrupted never. */
    interface Work {
        Answer answer() throws ProblemException, InterruptedException;
    }

    /**
     * @param body null for none
     */
    record Answer(int status, @Nullable JsonNode body) {
        static Answer ok(JsonNode body) {
            return new Answer(200, body);
        }
    }

    /** Answers with what the work says, or with its problem; called on the event loop. */
    static void answer(RoutingContext context, Work work) {
        Context loop = context.vertx().getOrCreateContext();
        Thread.ofVirtual()
                .name("http-" + context.request().method())
                .start(
                        () -> {
                            try {
                                Answer answer = work.answer();
                                loop.runOnContext(now -> send(context, answer));
                            } catch (ProblemException e) {
                                loop.runOnContext(now -> e.problem().send(context));
                            } catch (LogAwayException e) {
                                loop.runOnContext(
                                        now -> ProblemException.logAway().problem().send(context));
                            } catch (InterruptedException | RuntimeException e) {
                                logFault(e);
                                loop.runOnContext(now -> failed().send(context));
                            }
                        });
    }

    static Problem failed() {
        return Problem.of(500, "The request failed.");
    }

    /** Logs what failed and where, not the message, which may hold what was said. */
    static void logFault(Exception e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error(
                "A request failed: {} at {}",
                e.getClass().getName(),
                trace.length == 0 ? "?" : trace[0]);
    }

    static void send(RoutingContext context, Answer answer) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        context.response().setStatusCode(answer.status());
        if (answer.body() == null) {
            context.response().end();
        } else {
            context.response()
                    .putHeader("content-type", "application/json")
                    .end(answer.body().toString());
        }
    }
}
