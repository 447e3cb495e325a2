package dev.parley.connectors.gateway.grpc;

import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.turns.TextTurn;
import dev.parley.connectors.gateway.turns.TextTurns;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.connectors.gateway.turns.WantedTurn;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.grpc.v1.AgentProto;
import dev.parley.schemas.grpc.v1.SayEvent;
import dev.parley.schemas.grpc.v1.SayRequest;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** {@code dev.parley.v1.Agent}: turns in text. */
final class AgentService {
    static final ServiceName NAME = ServiceName.create("dev.parley.v1", "Agent");
    private static final int KEY_CHARACTERS = 200;

    private final Vertx vertx;
    private final TextTurns turns;
    private final Authenticator authenticator;
    private final ZoneId zone;
    private final int textCharacters;

    /**
     * @param zone of clients that don't name theirs
     * @param textCharacters the most that a text may have
     */
    AgentService(
            Vertx vertx,
            TextTurns turns,
            Authenticator authenticator,
            ZoneId zone,
            int textCharacters) {
        this.vertx = vertx;
        this.turns = turns;
        this.authenticator = authenticator;
        this.zone = zone;
        this.textCharacters = textCharacters;
    }

    Service service() {
        return Service.service(NAME, AgentProto.getDescriptor().findServiceByName("Agent"))
                .bind(
                        ServiceMethod.server(
                                NAME,
                                "Say",
                                GrpcMessageEncoder.<SayEvent>encoder(),
                                GrpcMessageDecoder.<SayRequest>decoder(
                                        SayRequest.getDefaultInstance())),
                        this::say)
                .build();
    }

    private void say(GrpcServerRequest<SayRequest, SayEvent> call) {
        Answer<SayEvent> answer = new Answer<>(call.response(), vertx.getOrCreateContext());
        TurnOfCall turn = new TurnOfCall();
        call.errorHandler(error -> turn.cancel());
        call.exceptionHandler(fault -> turn.cancel());
        Timer deadline = call.deadline();
        if (deadline != null) {
            deadline.onSuccess(over -> turn.cancel());
        }
        UsersCall.handle(
                call,
                authenticator,
                answer,
                "grpc-say",
                (request, user) -> say(request, user, turn, answer));
    }

    /** The turn of a call, cancelled even if that was asked before it began. */
    private static final class TurnOfCall {
        private boolean cancelled;
        private @Nullable TextTurn turn;

        synchronized void is(TextTurn begun) {
            turn = begun;
            if (cancelled) {
                begun.cancel();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (turn != null) {
                turn.cancel();
            }
        }
    }

    private void say(SayRequest request, UserId user, TurnOfCall of, Answer<SayEvent> answer)
            throws BadRequestException, TurnRefusedException, InterruptedException {
        try (TextTurn turn = turns.begin(wanted(request, user))) {
            of.is(turn);
            Event event;
            while ((event = turn.next()) != null) {
                SayEvent.Builder told = SayEvent.newBuilder().setSession(turn.session().value());
                if (TurnMessages.put(event, told)) {
                    answer.send(told.build());
                }
            }
            end(turn, answer);
        }
    }

    private WantedTurn wanted(SayRequest request, UserId user) throws BadRequestException {
        String text = request.getText();
        if (text.isBlank() || text.length() > textCharacters) {
            throw new BadRequestException(
                    "The text must have 1 to " + textCharacters + " characters, not blank.");
        }
        String key = request.getIdempotencyKey();
        if (key.length() > KEY_CHARACTERS) {
            throw new BadRequestException(
                    "An idempotency key has at most " + KEY_CHARACTERS + " characters.");
        }
        try {
            return new WantedTurn(
                    user,
                    "grpc",
                    request.getSession().isEmpty() ? null : new SessionId(request.getSession()),
                    text,
                    request.getZone().isEmpty()
                            ? zone.getId()
                            : ZoneId.of(request.getZone()).getId(),
                    key.isEmpty() ? null : key);
        } catch (DateTimeException e) {
            throw new BadRequestException("The zone must be of the IANA's, as Europe/Berlin.");
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("That is no session's id.");
        }
    }

    private static void end(TextTurn turn, Answer<SayEvent> answer) {
        switch (turn.outcome()) {
            case COMPLETED, CANCELLED -> {
                answer.send(
                        SayEvent.newBuilder()
                                .setSession(turn.session().value())
                                .setDone(
                                        SayEvent.Done.newBuilder()
                                                .setCancelled(
                                                        turn.outcome()
                                                                == TextTurn.Outcome.CANCELLED))
                                .build());
                answer.end();
            }
            case LEFT -> answer.fail(GrpcStatus.CANCELLED, "The client has gone.");
            case TIMED_OUT ->
                    answer.fail(GrpcStatus.DEADLINE_EXCEEDED, "The turn was not answered in time.");
            case SESSION_ENDED ->
                    answer.fail(
                            GrpcStatus.FAILED_PRECONDITION,
                            "The session was ended while the turn was under way.");
            case STOPPED -> answer.fail(GrpcStatus.UNAVAILABLE, "This gateway stops.");
        }
    }
}
