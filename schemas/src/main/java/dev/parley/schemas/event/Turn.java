package dev.parley.schemas.event;

import java.time.Instant;

/** Whose floor it is ({@code turns}). */
public sealed interface Turn extends Event, OfTurn {
    /**
     * The user has said all; the agent has the floor.
     *
     * @param confidence of the recognition, 0 to 1; 1 for a turn in text
     * @param spoken whether it was spoken, not typed
     * @param overlong whether it was ended by its greatest length
     * @param startedAt when the gateway took in the first sound of it
     * @param endedAt when the gateway took in the last sound of it
     * @param decidableAt when the gateway took in the frame that showed the turn's end
     * @param hearingFrom when hearing took that frame up
     * @param hearingTo when hearing had said what it heard in it
     */
    record Ended(
            TurnId turn,
            Personal<String> text,
            double confidence,
            boolean spoken,
            boolean overlong,
            Instant startedAt,
            Instant endedAt,
            Instant decidableAt,
            Instant hearingFrom,
            Instant hearingTo)
            implements Turn {}
}
