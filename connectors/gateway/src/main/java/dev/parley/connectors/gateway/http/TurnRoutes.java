package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.Problem;
import dev.parley.connectors.gateway.turns.TextTurn;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.connectors.gateway.turns.WantedTurn;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.UserId;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/turns}: a turn in text, answered whole as JSON, or piece by piece as server-sent
 * events. A client that goes away before the end doesn't want the rest: the reply is cancelled.
 */
public final class TurnRoutes {
    static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json";
    private static final int BODY_BYTES = 64 << 10;
    private static final int KEY_CHARACTERS = 200;

    private final TextTurns turns;
    private final Function<RoutingContext, UserId> caller;
    private final ZoneId zone;
    private final int textCharacters;

    /**
     * @param caller who asks
     * @param zone of clients that don't name theirs
     * @param textCharacters the most that a text may have
     */
    public TurnRoutes(
            TextTurns turns,
            Function<RoutingContext, UserId> caller,
            ZoneId zone,
            int textCharacters) {
        this.turns = turns;
        this.caller = caller;
        this.zone = zone;
        this.textCharacters = textCharacters;
    }

    public void addTo(Router router) {
        router.post("/api/turns")
                .consumes(JSON)
                .produces(JSON)
                .produces(EVENTS)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(this::take);
    }

    private void take(RoutingContext context) {
        WantedTurn wanted;
        try {
            wanted = wanted(context);
        } catch (ProblemException e) {
            e.problem().send(context);
            return;
        }
        if (EVENTS.equals(context.getAcceptableContentType())) {
            stream(context, wanted);
        } else {
            Blocking.answer(context, () -> whole(context, wanted));
        }
    }

    private WantedTurn wanted(RoutingContext context) throws ProblemException {
        TurnRequest request = TurnRequest.of(context.body().asString(), textCharacters);
        String key = context.request().getHeader("idempotency-key");
        if (key != null && (key.isBlank() || key.length() > KEY_CHARACTERS)) {
            throw ProblemException.invalid(
                    "Idempotency-Key",
                    "An Idempotency-Key has 1 to " + KEY_CHARACTERS + " characters.");
        }
        ZoneId wantedZone = request.zone();
        return new WantedTurn(
                caller.apply(context),
                "http",
                request.session(),
                request.text(),
                (wantedZone == null ? zone : wantedZone).getId(),
                key);
    }

    private TextTurn begin(WantedTurn wanted) throws ProblemException {
        try {
            return turns.begin(wanted);
        } catch (TurnRefusedException e) {
            throw ProblemException.of(e);
        }
    }

    private Blocking.Answer whole(RoutingContext context, WantedTurn wanted)
            throws ProblemException, InterruptedException {
        try (TextTurn turn = begin(wanted)) {
            cancelWithClient(context, turn);
            TurnView view = follow(turn, event -> {});
            Problem problem = problem(turn.outcome());
            if (problem != null || view == null) {
                throw new ProblemException(problem == null ? Blocking.failed() : problem);
            }
            return Blocking.Answer.ok(view.json().put("session", turn.session().value()));
        }
    }

    private void stream(RoutingContext context, WantedTurn wanted) {
        Context loop = context.vertx().getOrCreateContext();
        EventStream out = new EventStream(context.response(), loop);
        Thread.ofVirtual()
                .name("http-turn")
                .start(
                        () -> {
                            try (TextTurn turn = begin(wanted)) {
                                cancelWithClient(context, turn);
                                stream(context, turn, out);
                            } catch (ProblemException e) {
                                loop.runOnContext(now -> e.problem().send(context));
                            } catch (InterruptedException | RuntimeException e) {
                                Blocking.logFault(e);
                                loop.runOnContext(now -> Blocking.failed().send(context));
                                out.end();
                            }
                        });
    }

    private static void stream(RoutingContext context, TextTurn turn, EventStream out)
            throws InterruptedException {
        out.begin();
        TurnView view = follow(turn, event -> out.tell(event, turn.session()));
        Problem problem = problem(turn.outcome());
        if (problem != null) {
            out.send("error", problem.json(Problem.pathOf(context)));
        } else if (view != null) {
            ObjectNode done = view.json();
            out.send("done", done.put("session", turn.session().value()));
        }
        out.end();
    }

    /**
     * Hears a turn to its end.
     *
     * @param told of each event, in order
     * @return what was heard; null if that is nothing of the turn's own
     */
    private static @Nullable TurnView follow(TextTurn turn, Consumer<Event> told)
            throws InterruptedException {
        TurnView view = null;
        Event event;
        while ((event = turn.next()) != null) {
            if (view == null && event instanceof OfTurn first) {
                view = new TurnView(first.turn());
            }
            if (view != null) {
                view.on(event);
            }
            told.accept(event);
        }
        return view;
    }

    /** What went wrong with a turn; null if nothing did. */
    private static @Nullable Problem problem(TextTurn.Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, CANCELLED -> null;
            case LEFT -> Problem.of(408, "The client has gone.");
            case TIMED_OUT ->
                    Problem.named(
                            504,
                            "deadline-exceeded",
                            "No answer in time",
                            "The turn was not answered in time.");
            case SESSION_ENDED ->
                    Problem.named(
                            409,
                            "session-ended",
                            "The session has ended",
                            "The session was ended while the turn was under way.");
            case STOPPED -> ProblemException.stopping().problem();
        };
    }

    private static void cancelWithClient(RoutingContext context, TextTurn turn) {
        context.response().closeHandler(gone -> turn.cancel());
        context.response().exceptionHandler(gone -> turn.cancel());
        if (context.response().closed()) {
            turn.cancel();
        }
    }
}
