package dev.parley.streams.timeline;

import dev.parley.schemas.event.TurnId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The turns of a session that are being measured, oldest first.
 *
 * @param turns those whose chain isn't whole yet
 */
public record TimelineState(List<Measured> turns) {
    /**
     * @param spans when each stage took up and wrote its part, by the link's name
     */
    public record Measured(TurnId turn, Map<String, Span> spans) {}

    public record Span(Instant from, Instant to) {}
}
