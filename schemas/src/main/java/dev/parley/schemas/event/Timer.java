package dev.parley.schemas.event;

import java.time.Instant;

/** Waiting for a moment ({@code timer.requests}, {@code timer.fired}). */
public sealed interface Timer extends Event, OfTurn {
    TimerId timer();

    /** What a timer is for. */
    enum Purpose {
        /** A turn must be answered by then. */
        DEADLINE,
        /** The user asked for it: it rings. */
        RING
    }

    record Requested(
            TimerId timer,
            TurnId turn,
            UserId user,
            Purpose purpose,
            Instant due,
            Personal<String> label)
            implements Timer, OfUser {}

    record Withdrawn(TimerId timer, TurnId turn, UserId user) implements Timer, OfUser {}

    record Fired(
            TimerId timer,
            TurnId turn,
            UserId user,
            Purpose purpose,
            Instant due,
            Personal<String> label)
            implements Timer, OfUser {}
}
