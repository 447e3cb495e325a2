package dev.parley.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.replay.Difference;
import dev.parley.streams.replay.Recording;
import dev.parley.streams.replay.Replay;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A replay's outcome as an object of JSON. */
final class DifferenceJson {
    private DifferenceJson() {}

    static ObjectNode of(Recording recording, Replay.Outcome outcome) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("session", recording.session().value());
        ArrayNode stages = json.putArray("stages");
        outcome.stages().forEach(stages::add);
        json.put("played", outcome.heard())
                .put("compared", outcome.compared())
                .put("unreadable", recording.unreadable().size())
                .put("ended", recording.ended());
        json.set("differences", of(outcome.differences()));
        return json;
    }

    static ArrayNode of(List<Difference> found) {
        ArrayNode differences = JsonNodeFactory.instance.arrayNode();
        for (Difference each : found) {
            ObjectNode one =
                    differences
                            .addObject()
                            .put("topic", each.topic().fullName())
                            .put("id", each.id().toString())
                            .put("type", each.type())
                            .put("kind", each.kind().name().toLowerCase(Locale.ROOT));
            ArrayNode changes = one.putArray("changes");
            for (Difference.Change change : each.changes()) {
                ObjectNode field = changes.addObject().put("path", change.path());
                field.set("recorded", value(change.recorded()));
                field.set("replayed", value(change.replayed()));
            }
        }
        return differences;
    }

    private static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNodeFactory.instance.nullNode();
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Long number -> JsonNodeFactory.instance.numberNode(number);
            case Double number -> JsonNodeFactory.instance.numberNode(number);
            case Boolean truth -> JsonNodeFactory.instance.booleanNode(truth);
            default -> JsonNodeFactory.instance.textNode(value.toString());
        };
    }
}
