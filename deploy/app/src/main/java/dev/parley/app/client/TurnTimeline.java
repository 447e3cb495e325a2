package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a turn's time went, as {@code parley.timeline} tells it.
 *
 * @param segments in order of time; with what is unattributed they add up to the total
 */
public record TurnTimeline(
        String turn, long totalMicros, long unattributedMicros, List<Segment> segments) {
    /**
     * @param stage the stage that spent it, or {@code kafka}
     */
    public record Segment(String name, String stage, long micros) {}

    static TurnTimeline of(JsonNode event) {
        List<Segment> segments = new ArrayList<>();
        for (JsonNode segment : event.path("segments")) {
            segments.add(
                    new Segment(
                            segment.path("name").asText(""),
                            segment.path("stage").asText(""),
                            segment.path("us").asLong()));
        }
        return new TurnTimeline(
                event.path("turn_id").asText(""),
                event.path("total_us").asLong(),
                event.path("unattributed_us").asLong(),
                List.copyOf(segments));
    }
}
