package dev.parley.streams.audit;

import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Heard;
import dev.parley.streams.stage.Topology;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Accounts for sessions, tool calls and their decisions. */
public final class Auditor implements Topology<AuditState> {
    @Override
    public String name() {
        return "audit";
    }

    @Override
    public List<Topic> reads() {
        return List.of(
                Topics.CONTROL,
                Topics.TOOL_REQUESTS,
                Topics.TOOL_CALLS,
                Topics.TOOL_RESULTS,
                Topics.CONFIRMATIONS,
                Topics.CANCELLATIONS);
    }

    @Override
    public List<Topic> writes() {
        return List.of(Topics.AUDIT, Topics.DEAD_LETTERS);
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE_OF_COMMITTED;
    }

    @Override
    public Class<AuditState> stateType() {
        return AuditState.class;
    }

    @Override
    public AuditState initial() {
        return new AuditState(0);
    }

    @Override
    public Step<AuditState> on(AuditState state, Heard heard) {
        Audit.@Nullable Entry entry =
                switch (heard.event()) {
                    case Control.SessionStarted started ->
                            entry(
                                    heard,
                                    started.user().value(),
                                    "session.started",
                                    heard.session().value(),
                                    "accepted",
                                    null,
                                    null);
                    case Control.SessionResumed resumed ->
                            entry(
                                    heard,
                                    resumed.user().value(),
                                    "session.resumed",
                                    heard.session().value(),
                                    "accepted",
                                    null,
                                    null);
                    case Control.SessionEnded ended ->
                            entry(
                                    heard,
                                    "gateway",
                                    "session.ended",
                                    heard.session().value(),
                                    ended.reason(),
                                    null,
                                    null);
                    case Control.ConfirmationGiven given ->
                            entry(
                                    heard,
                                    "client",
                                    "confirmation.given",
                                    given.call().value(),
                                    given.accepted() ? "accepted" : "refused",
                                    null,
                                    given.call());
                    case Confirmation.Requested asked ->
                            entry(
                                    heard,
                                    "authorization",
                                    "confirmation.requested",
                                    asked.tool(),
                                    "pending",
                                    null,
                                    asked.call());
                    case Tool.Requested request ->
                            entry(
                                    heard,
                                    request.user().value(),
                                    "tool.requested",
                                    request.tool(),
                                    "pending",
                                    null,
                                    request.call());
                    case Tool.Authorized call ->
                            entry(
                                    heard,
                                    "authorization",
                                    "tool.decided",
                                    call.tool(),
                                    "authorized",
                                    call.rule(),
                                    call.call());
                    case Tool.Succeeded result ->
                            entry(
                                    heard,
                                    "tool",
                                    "tool.finished",
                                    result.tool(),
                                    "succeeded",
                                    null,
                                    result.call());
                    case Tool.Failed failed ->
                            entry(
                                    heard,
                                    heard.envelope().id().writer(),
                                    "tool.finished",
                                    failed.tool(),
                                    failed.reason().name().toLowerCase(Locale.ROOT),
                                    null,
                                    failed.call());
                    case Cancellation.ReplyCancelled cancelled ->
                            entry(
                                    heard,
                                    cancelled.cause(),
                                    "reply.cancelled",
                                    cancelled.reply().value(),
                                    "cancelled",
                                    null,
                                    null);
                    default -> null;
                };
        return entry == null
                ? Step.of(state)
                : Step.of(
                        new AuditState(state.entries() + 1),
                        new Output(Topics.AUDIT, entry, null, EventId.of(name(), state.entries())));
    }

    private static Audit.Entry entry(
            Heard heard,
            String actor,
            String action,
            String subject,
            String outcome,
            @Nullable String rule,
            @Nullable CallId call) {
        return new Audit.Entry(
                heard.at(), actor, action, subject, outcome, rule, call, heard.envelope().id());
    }
}
