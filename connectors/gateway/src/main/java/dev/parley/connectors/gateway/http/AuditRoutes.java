package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.Problem;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.auditing.AuditTrail;
import dev.parley.streams.auditing.AuditTrail.Position;
import dev.parley.streams.auditing.AuditTrail.Wanted;
import dev.parley.streams.auditing.KeptEntry;
import dev.parley.streams.stage.PassingFaultException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/audit}: what was done, the newest first, page by page. Administrators and monitors
 * see all of it, anybody else what was done on their own behalf.
 */
public final class AuditRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Supplier<AuditTrail> trail;
    private final Function<RoutingContext, Optional<UserId>> bound;

    /**
     * @param trail asked on a thread that may block
     * @param bound to whose entries the caller is bound; empty for nobody's
     */
    public AuditRoutes(
            Supplier<AuditTrail> trail, Function<RoutingContext, Optional<UserId>> bound) {
        this.trail = trail;
        this.bound = bound;
    }

    public void addTo(Router router) {
        router.get("/api/audit").produces("application/json").handler(this::list);
    }

    private void list(RoutingContext context) {
        Optional<UserId> only = bound.apply(context);
        Blocking.answer(
                context,
                () -> {
                    Wanted wanted = wanted(context);
                    if (only.isPresent()) {
                        if (wanted.user() != null && !wanted.user().equals(only.get())) {
                            throw new ProblemException(
                                    Problem.of(403, "You may see what was done for you alone."));
                        }
                        wanted = wanted.of(only.get());
                    }
                    return Blocking.Answer.ok(page(context, wanted));
                });
    }

    private ObjectNode page(RoutingContext context, Wanted wanted) throws ProblemException {
        int limit = parsed(context, "limit", AuditRoutes::limit, USUAL);
        Position cursor = parsed(context, "cursor", Position::parse, null);
        List<KeptEntry> found;
        try {
            found = trail.get().find(wanted, cursor, limit + 1);
        } catch (PassingFaultException away) {
            throw new ProblemException(
                    Problem.named(
                                    503,
                                    "store-unavailable",
                                    "The store is unavailable",
                                    "The audit can't be asked just now. Try again.")
                            .retryAfter(SOON));
        }
        ObjectNode body = JSON.createObjectNode();
        ArrayNode entries = body.putArray("entries");
        List<KeptEntry> shown = found.subList(0, Math.min(limit, found.size()));
        shown.forEach(each -> entries.add(json(each)));
        return body.put("next", found.size() > limit ? Position.of(shown.getLast()).text() : null);
    }

    private static Wanted wanted(RoutingContext context) throws ProblemException {
        return new Wanted(
                parsed(context, "user", UserId::new, null),
                parsed(context, "tool", AuditRoutes::name, null),
                parsed(context, "action", AuditRoutes::name, null),
                parsed(context, "outcome", AuditRoutes::name, null),
                parsed(context, "since", AuditRoutes::time, null),
                parsed(context, "until", AuditRoutes::time, null),
                parsed(context, "session", SessionId::new, null),
                parsed(context, "call", CallId::new, null));
    }

    private static String name(String text) {
        if (text.isEmpty() || text.length() > 200 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name has 1 to 200 characters");
        }
        return text;
    }

    /** Of our era, and of four digits' years. */
    private static Instant time(String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("out of range");
        }
        return time;
    }

    private static int limit(String text) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("out of range");
        }
        return limit;
    }

    private static <T extends @Nullable Object> T parsed(
            RoutingContext context, String parameter, Function<String, T> type, T otherwise)
            throws ProblemException {
        String value = context.request().getParam(parameter);
        if (value == null) {
            return otherwise;
        }
        try {
            return type.apply(name(value));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw ProblemException.invalid(
                    parameter,
                    switch (parameter) {
                        case "limit" -> "The limit must be 1 to " + MOST + ".";
                        case "since", "until" ->
                                "The " + parameter + " must be a time as 2026-11-24T06:00:00Z.";
                        case "cursor" -> "The cursor must be the next of a page before.";
                        default -> "The " + parameter + " can't be one.";
                    });
        }
    }

    private static ObjectNode json(KeptEntry kept) {
        Audit.Entry entry = kept.entry();
        return JSON.createObjectNode()
                .put("at", entry.at().toString())
                .put("user", text(entry.user()))
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("subject", entry.subject())
                .put("outcome", entry.outcome())
                .put("rule", entry.rule())
                .put("session", text(entry.session()))
                .put("call", text(entry.call()))
                .put("cause", entry.cause().toString())
                .put("digest", text(entry.digest()))
                .put("partition", kept.partition())
                .put("sequence", kept.sequence())
                .put("link", HexFormat.of().formatHex(kept.link()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
