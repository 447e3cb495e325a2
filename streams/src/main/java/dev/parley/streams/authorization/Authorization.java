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
        RateLimiter.Verdict verdict = limiter.count(request.user(), request.tool(), request.call());
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
                        decision.rule()));
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
