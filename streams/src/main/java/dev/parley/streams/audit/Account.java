package dev.parley.streams.audit;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Confirmation;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Permission;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an event is accounted for as: the one place that knows. A new event of a tool, a
 * confirmation or a permission is accounted for under its own name until it gets a line here.
 *
 * @param actor who did it; null for the user
 * @param personal what is kept as a digest alone; null for nothing
 */
record Account(
        @Nullable String actor,
        String action,
        String subject,
        String outcome,
        @Nullable String rule,
        @Nullable CallId call,
        @Nullable Personal<Map<String, String>> personal) {
    /** What nobody could read there might have had to be accounted for. */
    private static final Set<String> ACCOUNTED_FOR =
            Set.of(
                            Topics.CONTROL,
                            Topics.TOOL_REQUESTS,
                            Topics.TOOL_CALLS,
                            Topics.TOOL_RESULTS,
                            Topics.CONFIRMATIONS,
                            Topics.PERMISSIONS)
                    .stream()
                    .map(Topic::fullName)
                    .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> ACTING = Set.of("authorization", "tool");

    /** Empty for what needs no account. */
    static Optional<Account> of(Envelope<?> envelope) {
        String writer = envelope.id().writer();
        String session = envelope.session().value();
        Event event = envelope.event();
        return Optional.ofNullable(
                switch (event) {
                    case Control.SessionStarted started ->
                            user("session.started", session, "accepted");
                    case Control.SessionResumed resumed ->
                            user("session.resumed", session, "accepted");
                    case Control.SessionEnded ended ->
                            by("gateway", "session.ended", session, ended.reason());
                    case Control.ConfirmationGiven given ->
                            by(
                                            "client",
                                            "confirmation.given",
                                            given.call().value(),
                                            given.accepted() ? "accepted" : "refused")
                                    .of(given.call());
                    case Confirmation.Requested asked ->
                            by("authorization", "confirmation.requested", asked.tool(), "pending")
                                    .of(asked.call())
                                    .with(asked.question().map(text -> Map.of("question", text)));
                    case Tool.Requested request ->
                            user("tool.requested", request.tool(), "pending")
                                    .of(request.call())
                                    .because(
                                            request.confirmedBy() == null
                                                    ? null
                                                    : "confirmed:" + request.confirmedBy())
                                    .with(request.arguments());
                    case Tool.Authorized call ->
                            by("authorization", "tool.decided", call.tool(), "authorized")
                                    .of(call.call())
                                    .because(call.rule())
                                    .with(call.arguments());
                    case Tool.Succeeded result ->
                            by(writer, "tool.finished", result.tool(), "succeeded")
                                    .of(result.call())
                                    .with(result.result());
                    case Tool.Failed failed ->
                            by(
                                            writer,
                                            writer.equals("authorization")
                                                    ? "tool.decided"
                                                    : "tool.finished",
                                            failed.tool(),
                                            lower(failed.reason()))
                                    .of(failed.call())
                                    .because(failed.rule())
                                    .with(failed.message().map(text -> Map.of("message", text)));
                    case Permission.Changed changed ->
                            by(
                                            changed.by(),
                                            "permission.changed",
                                            changed.tool(),
                                            Boolean.TRUE.equals(changed.reset())
                                                    ? "reset"
                                                    : changed.granted() ? "granted" : "revoked")
                                    .because(terms(changed));
                    case Cancellation.ReplyCancelled cancelled ->
                            by(
                                    cancelled.cause(),
                                    "reply.cancelled",
                                    cancelled.reply().value(),
                                    "cancelled");
                    case Failure.StageFailed failed when ACTING.contains(failed.stage()) ->
                            by(failed.stage(), "stage.failed", failed.event().toString(), "failed")
                                    .because(failed.cause());
                    case Failure.DeadLetter letter when ACCOUNTED_FOR.contains(letter.topic()) ->
                            by(
                                            letter.stage(),
                                            "record.given-up",
                                            letter.topic()
                                                    + "-"
                                                    + letter.partition()
                                                    + "@"
                                                    + letter.offset(),
                                            "unread")
                                    .because(letter.cause());
                    case Tool other -> other(writer, other).of(other.call());
                    case Confirmation other -> other(writer, other);
                    case Permission other -> other(writer, other);
                    default -> null;
                });
    }

    /** What a permission is limited to: {@code write until 2026-12-01T00:00:00Z}. */
    private static @Nullable String terms(Permission.Changed changed) {
        String access = changed.access() == null ? "" : lower(changed.access());
        String until = changed.until() == null ? "" : "until " + changed.until();
        String terms = (access + " " + until).strip();
        return terms.isEmpty() ? null : terms;
    }

    /** What came after this mapping was written: {@code tool.compensated}, of a class's name. */
    private static Account other(String writer, Event event) {
        Class<?> type = event.getClass();
        String family = type.getEnclosingClass().getSimpleName().toLowerCase(Locale.ROOT);
        return by(
                writer,
                family + "." + type.getSimpleName().toLowerCase(Locale.ROOT),
                event instanceof Tool tool ? tool.tool() : family,
                "recorded");
    }

    private static Account user(String action, String subject, String outcome) {
        return new Account(null, action, subject, outcome, null, null, null);
    }

    private static Account by(String actor, String action, String subject, String outcome) {
        return new Account(actor, action, subject, outcome, null, null, null);
    }

    private Account of(CallId of) {
        return new Account(actor, action, subject, outcome, rule, of, personal);
    }

    private Account because(@Nullable String why) {
        return new Account(actor, action, subject, outcome, why, call, personal);
    }

    private Account with(Personal<Map<String, String>> values) {
        return new Account(actor, action, subject, outcome, rule, call, values);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
