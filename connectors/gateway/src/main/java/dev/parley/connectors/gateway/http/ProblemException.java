package dev.parley.connectors.gateway.http;

import dev.parley.connectors.gateway.Problem;
import dev.parley.connectors.gateway.turns.TurnRefusedException;
import java.time.Duration;
import java.util.List;

/** Ends a request with a problem. */
final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.type());
        this.problem = problem;
    }

    static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(Problem.invalid(List.of(new Problem.Wrong(pointer, detail))));
    }

    static ProblemException noSuchSession() {
        return new ProblemException(
                Problem.named(
                        404, "session-not-found", "No such session", "You have no such session."));
    }

    static ProblemException of(TurnRefusedException refused) {
        return switch (refused.reason()) {
            case NO_SUCH_SESSION -> noSuchSession();
            case SESSION_ENDED ->
                    new ProblemException(
                            Problem.named(
                                    409,
                                    "session-ended",
                                    "The session has ended",
                                    "The session has ended. Begin another one."));
            case TOO_MANY ->
                    new ProblemException(
                            Problem.named(
                                            429,
                                            "too-many-turns",
                                            "Too many turns at a time",
                                            "You have as many turns under way as may be. Wait for"
                                                    + " one.")
                                    .retryAfter(SOON));
            case TOO_FAST ->
                    new ProblemException(
                            Problem.named(
                                            429,
                                            "rate-limit-exceeded",
                                            "Too many turns in a minute",
                                            "You began as many turns in a minute as may be.")
                                    .retryAfter(refused.retryAfter()));
            case FULL ->
                    new ProblemException(
                            Problem.named(
                                            503,
                                            "too-many-sessions",
                                            "All sessions are taken",
                                            "All sessions of this gateway are taken. Try later.")
                                    .retryAfter(SOON));
            case KEY_REUSED ->
                    new ProblemException(
                            Problem.named(
                                    422,
                                    "idempotency-key-reused",
                                    "The idempotency key was used before",
                                    "That Idempotency-Key stands for another text."));
            case LOG_AWAY -> logAway();
            case USER_REMOVED ->
                    new ProblemException(
                            Problem.named(
                                    401,
                                    "user-removed",
                                    "The user was removed",
                                    "This user was removed."));
            case USERS_AWAY ->
                    new ProblemException(
                            Problem.named(
                                    503,
                                    "users-unavailable",
                                    "Users can't be looked up",
                                    "No session can begin now. Try again."));
            case STOPPING -> stopping();
        };
    }

    static ProblemException logAway() {
        return new ProblemException(
                Problem.named(
                        503,
                        "log-unavailable",
                        "The log is unavailable",
                        "What was said can't be read or written just now. Try again."));
    }

    static ProblemException stopping() {
        return new ProblemException(
                Problem.named(
                        503,
                        "gateway-stopping",
                        "The gateway stops",
                        "This gateway stops. Ask another one, or try later."));
    }

    Problem problem() {
        return problem;
    }
}
