package dev.parley.connectors.gateway.turns;

/** A turn, or what else was asked about a session, can't be taken. */
public final class TurnRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /**
         * The caller has none of that name; others' are not told apart from those that never were.
         */
        NO_SUCH_SESSION,
        SESSION_ENDED,
        /** The caller has as many turns, or sessions with turns, under way as may be. */
        TOO_MANY,
        /** The same idempotency key stood for another turn. */
        KEY_REUSED,
        LOG_AWAY,
        USER_REMOVED,
        USERS_AWAY,
        STOPPING
    }

    public TurnRefusedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
