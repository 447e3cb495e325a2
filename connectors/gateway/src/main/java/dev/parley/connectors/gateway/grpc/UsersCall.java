package dev.parley.connectors.gateway.grpc;

import com.google.protobuf.Message;
import dev.parley.connectors.gateway.identity.Authenticator;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import dev.parley.schemas.event.UserId;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call of one message that is answered for its user, on a virtual thread of its own. */
final class UsersCall {
    private static final Logger LOG = LoggerFactory.getLogger(UsersCall.class);

    private UsersCall() {}

    /** Answers, unless it throws; may block. */
    interface Work<M extends Message> {
        void answer(M request, UserId user)
                throws BadRequestException, TurnRefusedException, InterruptedException;
    }

    /**
     * Handles the call's message once it has come.
     *
     * @param thread the name of the thread that does the work
     */
    static <M extends Message> void handle(
            GrpcServerRequest<M, ?> call,
            Authenticator authenticator,
            Answer<?> answer,
            String thread,
            Work<M> work) {
        call.handler(
                request ->
                        Callers.of(call.headers(), authenticator)
                                .onComplete(
                                        user ->
                                                Thread.ofVirtual()
                                                        .name(thread)
                                                        .start(
                                                                () ->
                                                                        answer(
                                                                                request, user,
                                                                                work, answer)),
                                        away ->
                                                answer.fail(
                                                        GrpcStatus.UNAVAILABLE,
                                                        "Tokens can't be checked now.")));
    }

    private static <M extends Message> void answer(
            M request, Optional<UserId> user, Work<M> work, Answer<?> answer) {
        if (user.isEmpty()) {
            answer.fail(GrpcStatus.UNAUTHENTICATED, "A good token is needed.");
            return;
        }
        try {
            work.answer(request, user.get());
        } catch (BadRequestException e) {
            answer.fail(GrpcStatus.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        } catch (TurnRefusedException e) {
            refuse(e.reason(), answer);
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("A call failed: {}", e.getClass().getName());
            answer.fail(GrpcStatus.INTERNAL, "The call failed.");
        }
    }

    private static void refuse(TurnRefusedException.Reason reason, Answer<?> answer) {
        switch (reason) {
            case NO_SUCH_SESSION -> answer.fail(GrpcStatus.NOT_FOUND, "You have no such session.");
            case SESSION_ENDED ->
                    answer.fail(GrpcStatus.FAILED_PRECONDITION, "The session has ended.");
            case TOO_MANY ->
                    answer.fail(
                            GrpcStatus.RESOURCE_EXHAUSTED,
                            "You have as many turns under way as may be.");
            case KEY_REUSED ->
                    answer.fail(
                            GrpcStatus.ALREADY_EXISTS,
                            "That idempotency key stands for another text.");
            case LOG_AWAY ->
                    answer.fail(GrpcStatus.UNAVAILABLE, "The log is unavailable just now.");
            case USER_REMOVED -> answer.fail(GrpcStatus.UNAUTHENTICATED, "This user was removed.");
            case USERS_AWAY ->
                    answer.fail(GrpcStatus.UNAVAILABLE, "No session can begin now. Try again.");
            case STOPPING -> answer.fail(GrpcStatus.UNAVAILABLE, "This gateway stops.");
        }
    }
}
