package dev.parley.connectors.gateway.turns;

import java.time.Duration;

/** A turn, or what else was asked about a session, can't be taken. */
public final class TurnRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    /** Why not. */
    public enum Reason {
        /**
         * The caller has none of that name; others' are not told apart from those that never were.
         */
        NO_SUCH_SESSION,
        SESSION_ENDED,
        /** The caller has as many turns, or sessions with turns, under way as may be. */
        TOO_MANY,
        /** The caller began as many turns in a minute as may be. */
        TOO_FAST,
        /** All users together have as many sessions open as may be. */
        FULL,
        /** The same idempotency key stood for another turn. */
        KEY_REUSED,
        LOG_AWAY,
        USER_REMOVED,
        USERS_AWAY,
        STOPPING
    }

    public TurnRefusedException(Reason reason) {
        this(reason, Duration.ZERO);
    }

    public TurnRefusedException(Reason reason, Duration retryAfter) {
        super(reason.name());
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** When it may be worth asking again; zero if that can't be said. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
