package dev.parley.schemas.event;

import java.time.Instant;
import java.util.List;

/** Where a turn's time went ({@code timelines}). */
public sealed interface Timeline extends Event, OfTurn {
    /**
     * @param startedAt the turn's first sound (or its text) at the gateway
     * @param endedAt the reply's first sound at the gateway
     * @param segments in order of time; with what is unattributed they add up to the total
     */
    record TurnMeasured(
            TurnId turn,
            Instant startedAt,
            Instant endedAt,
            long totalMicros,
            long unattributedMicros,
            List<Segment> segments)
            implements Timeline {}

    /**
     * @param name such as {@code client audio}, {@code endpointing}, {@code hop}
     * @param stage the stage that spent it, or {@code kafka}
     */
    record Segment(String name, String stage, long micros) {}
}
