package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.ConversationLog;
import dev.parley.connectors.gateway.SessionOwnership;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/sessions}: the caller's own sessions, as the log has them. A session's id binds its
 * user, so that records of others' are passed over by their key, undecoded.
 */
public final class SessionRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LISTED = Duration.ofHours(24);
    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final ConversationLog log;
    private final InstantSource clock;
    private final TextTurns turns;
    private final Predicate<SessionId> connected;
    private final Function<RoutingContext, UserId> caller;
    private final Duration lookBack;
    private final SessionOwnership ownership = new SessionOwnership();

    /**
     * @param connected whether a voice session is open at this gateway
     * @param caller who asks
     * @param lookBack how far back a session is looked for
     */
    public SessionRoutes(
            ConversationLog log,
            InstantSource clock,
            TextTurns turns,
            Predicate<SessionId> connected,
            Function<RoutingContext, UserId> caller,
            Duration lookBack) {
        this.log = log;
        this.clock = clock;
        this.turns = turns;
        this.connected = connected;
        this.caller = caller;
        this.lookBack = lookBack;
    }

    public void addTo(Router router) {
        router.get("/api/sessions").produces("application/json").handler(this::list);
        router.get("/api/sessions/:id").produces("application/json").handler(this::show);
        router.delete("/api/sessions/:id").handler(this::end);
    }

    private void list(RoutingContext context) {
        UserId user = caller.apply(context);
        String limit = context.request().getParam("limit");
        Blocking.answer(
                context,
                () -> {
                    int most = limit(limit);
                    Map<SessionId, Listed> found = new LinkedHashMap<>();
                    log.history(
                                    session -> ownership.belongs(session, user),
                                    Set.of(Topics.CONTROL),
                                    clock.instant().minus(LISTED))
                            .forEach(
                                    envelope ->
                                            found.computeIfAbsent(envelope.session(), Listed::new)
                                                    .on(envelope));
                    ObjectNode body = JSON.createObjectNode();
                    ArrayNode sessions = body.putArray("sessions");
                    found.values().stream()
                            .sorted(Comparator.comparing((Listed each) -> each.last).reversed())
                            .limit(most)
                            .forEach(each -> sessions.add(json(each)));
                    return Blocking.Answer.ok(body);
                });
    }

    private void show(RoutingContext context) {
        ofOwned(
                context,
                (id, user) -> {
                    List<Envelope<?>> history =
                            log.history(id, TextTurns.OF_A_TURN, clock.instant().minus(lookBack));
                    if (history.isEmpty()) {
                        throw ProblemException.noSuchSession();
                    }
                    Listed listed = new Listed(id);
                    Map<TurnId, TurnView> shown = new HashMap<>();
                    for (Envelope<?> envelope : history) {
                        if (envelope.event() instanceof Control) {
                            listed.on(envelope);
                        } else if (envelope.event() instanceof OfTurn event) {
                            shown.computeIfAbsent(event.turn(), TurnView::new).on(envelope.event());
                        }
                    }
                    ObjectNode body = json(listed);
                    ArrayNode all = body.putArray("turns");
                    shown.values().stream()
                            .sorted(
                                    Comparator.comparing(
                                            TurnView::at,
                                            Comparator.nullsLast(Comparator.naturalOrder())))
                            .forEach(view -> all.add(view.json()));
                    return Blocking.Answer.ok(body);
                });
    }

    private void end(RoutingContext context) {
        ofOwned(
                context,
                (id, user) -> {
                    CompletableFuture<Void> kept = new CompletableFuture<>();
                    try {
                        turns.end(id, user, () -> kept.complete(null));
                        kept.get(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (TurnRefusedException e) {
                        if (e.reason() != TurnRefusedException.Reason.SESSION_ENDED) {
                            throw ProblemException.of(e);
                        }
                    } catch (ExecutionException | TimeoutException e) {
                        throw ProblemException.logAway();
                    }
                    return new Blocking.Answer(204, null);
                });
    }

    private interface OfOwned {
        Blocking.Answer answer(SessionId session, UserId user)
                throws ProblemException, InterruptedException;
    }

    /** Answers about the session that the path names, if it is the caller's. */
    private void ofOwned(RoutingContext context, OfOwned question) {
        UserId user = caller.apply(context);
        String named = context.pathParam("id");
        Blocking.answer(context, () -> question.answer(owned(named, user), user));
    }

    private SessionId owned(@Nullable String named, UserId user) throws ProblemException {
        try {
            SessionId id = new SessionId(named == null ? "" : named);
            if (ownership.belongs(id, user)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // nobody's
        }
        throw ProblemException.noSuchSession();
    }

    private static int limit(@Nullable String asked) throws ProblemException {
        if (asked == null) {
            return USUAL;
        }
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw ProblemException.invalid("limit", "The limit must be 1 to " + MOST + ".");
    }

    private ObjectNode json(Listed session) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("session", session.id.value())
                        .put("state", session.endedFor == null ? "open" : "ended")
                        .put("client", session.client)
                        .put("zone", session.zone)
                        .put("startedAt", session.started == null ? null : "" + session.started)
                        .put("lastEventAt", session.last.toString())
                        .put("endedFor", session.endedFor);
        return json.put(
                "here",
                session.endedFor == null && (turns.has(session.id) || connected.test(session.id)));
    }

    /** What {@code control} says of a session. */
    private static final class Listed {
        private final SessionId id;
        private @Nullable String client;
        private @Nullable String zone;
        private @Nullable Instant started;
        private @Nullable String endedFor;
        private Instant last = Instant.EPOCH;

        Listed(SessionId id) {
            this.id = id;
        }

        void on(Envelope<?> envelope) {
            Instant at = envelope.times().emitted();
            last = at.isAfter(last) ? at : last;
            switch (envelope.event()) {
                case Control.SessionStarted begun -> {
                    client = begun.client();
                    zone = begun.zone();
                    started = at;
                }
                case Control.SessionResumed resumed -> endedFor = null;
                case Control.SessionEnded over -> endedFor = over.reason();
                default -> {
                    // only that something happened
                }
            }
        }
    }
}
