package dev.parley.streams.timeline;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.TurnId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a session that are being measured, the one that was heard of last at the end.
 *
 * @param turns the newest of them, also those that were measured
 */
public record TimelineState(List<Measured> turns) {
    /**
     * @param ended the id of the turn's end, once that was heard; what is written names itself by
     *     it
     * @param written how often the turn was measured: again, if a part of it came late
     * @param spans when each stage took up and wrote its part, by the link's name
     */
    public record Measured(
            TurnId turn, @Nullable EventId ended, int written, Map<String, Span> spans) {}

    public record Span(Instant from, Instant to) {}
}
