package dev.parley.streams.authorization;

import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Tool.Authorized;
import dev.parley.schemas.event.Tool.Failed;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.Tool.Requested;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.authorization.RateLimiter.Counted;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolRegistry;
import java.util.List;
import java.util.Map;

/**
 * Lets a tool call pass, has it confirmed, or refuses it with a reason: schema, then permission,
 * then confirmation, then rate.
 */
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
            pass(
                    request,
                    new Counted(request.user(), CLIENTS_TOOLS, request.call()),
                    DECLARED,
                    out);
            return;
        }
        Map<String, String> arguments = request.arguments().orElse(Map.of());
        Tool.Descriptor tool;
        try {
            tool = registry.check(request.tool(), arguments).descriptor();
        } catch (ToolFailureException e) {
            refuse(request, e.reason(), String.valueOf(e.getMessage()), "schema", out);
            return;
        }
        Operation operation = tool.operation(arguments);
        Permissions.Decision decision =
                permissions.decide(request.user(), tool, operation.access());
        if (!decision.permitted()) {
            refuse(
                    request,
                    Reason.DENIED,
                    "You have not allowed me to do that.",
                    decision.rule(),
                    out);
            return;
        }
        String rule = decision.rule();
        if (Confirmations.isNeeded(operation)) {
            switch (Confirmations.of(delivery.envelope().id(), request.confirmedBy())) {
                case UNCONFIRMED -> {
                    out.emit(
                            Topics.CONFIRMATIONS,
                            new Confirmation.Requested(
                                    request.call(),
                                    request.turn(),
                                    request.tool(),
                                    Personal.of(operation.question(tool.name(), arguments))));
                    return;
                }
                case FORGED -> {
                    refuse(
                            request,
                            Reason.DENIED,
                            "That must be confirmed by yourself.",
                            "confirmation:not-by-the-user",
                            out);
                    return;
                }
                case BY_TURN -> rule += ",confirmed:turn";
                case BY_CLIENT -> rule += ",confirmed:client";
            }
        }
        Counted counted =
                new Counted(
                        request.user(),
                        tool.name(),
                        request.call(),
                        tool.rate(),
                        Confirmations.isNeeded(operation));
        pass(request, counted, rule, out);
    }

    private void pass(Requested request, Counted counted, String rule, Emitter out) {
        RateLimiter.Verdict verdict = limiter.count(counted);
        if (!verdict.within()) {
            refuse(request, Reason.RATE_LIMITED, sentence(verdict), verdict.rule(), out);
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

    private static String sentence(RateLimiter.Verdict verdict) {
        if (verdict.rule().equals(RateLimiter.AWAY)) {
            return "I can't do that safely just now. Please try again in a minute.";
        }
        long minutes = Math.max(1, verdict.retryAfter().plusSeconds(59).toMinutes());
        return "That was too often. Please try again in "
                + minutes
                + (minutes == 1 ? " minute." : " minutes.");
    }

    private static void refuse(
            Requested request, Reason reason, String sentence, String rule, Emitter out) {
        out.emit(
                Topics.TOOL_RESULTS,
                new Failed(
                        request.call(),
                        request.turn(),
                        request.tool(),
                        reason,
                        Personal.of(sentence),
                        rule));
    }
}
