package dev.parley.streams.authorization;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Requested;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolRegistry;
import java.util.List;
import java.util.Map;

/** Lets a tool call pass, or refuses it with a reason: schema, then permission, then rate. */
public final class Authorization implements Transform {
    /** The client that declared a function is the one that runs it. */
    private static final String DECLARED = "session:declared";

    private static final String CLIENTS_TOOLS = "client";

    private final ToolRegistry registry;
    private final Permissions permissions;
    private final RateLimiter limiter;

    public Authorization(ToolRegistry registry, Permissions permissions, RateLimiter limiter) {
        this.registry = registry;
        this.permissions = permissions;
        this.limiter = limiter;
    }

    @Override
    public String name() {
        return "authorization";
    }

    @Override
    public List<Topic> reads() {
        return List.of(Topics.TOOL_REQUESTS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.TOOL_CALLS, Topics.TOOL_RESULTS, Topics.CONFIRMATIONS);
    }

    @Override
    public Lane open(SessionId session) {
        return this::authorize;
    }

    private void authorize(Delivery delivery, Emitter out) {
        if (!(delivery.event() instanceof Requested request)) {
            return;
        }
        if (request.ofClient()) {
            pass(request, CLIENTS_TOOLS, DECLARED, out);
            return;
        }
        try {
            Tool unused = registry.check(request.tool(), request.arguments().orElse(Map.of()));
        } catch (ToolFailureException e) {
            refuse(request, e.reason(), String.valueOf(e.getMessage()), out);
            return;
        }
        Permissions.Decision decision = permissions.decide(request.user(), request.tool());
        if (!decision.permitted()) {
            refuse(request, Reason.DENIED, "You have not allowed me to do that.", out);
            return;
        }
        pass(request, request.tool(), decision.rule(), out);
    }

    /**
     * @param counted as a call of which tool
     */
    private void pass(Requested request, String counted, String rule, Emitter out) {
        RateLimiter.Verdict verdict = limiter.count(request.user(), counted, request.call());
        if (!verdict.within()) {
            long minutes = Math.max(1, verdict.retryAfter().plusSeconds(59).toMinutes());
            refuse(
                    request,
                    Reason.RATE_LIMITED,
                    "That was too often. Please try again in "
                            + minutes
                            + (minutes == 1 ? " minute." : " minutes."),
                    out);
            return;
        }
        out.emit(
                Topics.TOOL_CALLS,
                new Authorized(
                        request.call(),
                        request.turn(),
                        request.user(),
                        request.tool(),
                        request.arguments(),
                        rule));
    }

    private static void refuse(Requested request, Reason reason, String sentence, Emitter out) {
        out.emit(
                Topics.TOOL_RESULTS,
                new Failed(
                        request.call(),
                        request.turn(),
                        request.tool(),
                        reason,
                        Personal.of(sentence)));
    }
}
