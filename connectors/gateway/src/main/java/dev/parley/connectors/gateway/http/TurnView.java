package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.Timeline;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A turn as clients see it: what was said, what it was taken for, which tools were called, what was
 * answered. What can't be decrypted any more is null, and {@code erased} says so.
 */
final class TurnView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TurnId turn;
    private final Map<CallId, ObjectNode> calls = new LinkedHashMap<>();
    private final Map<Integer, Personal<String>> sentences = new TreeMap<>();
    private @Nullable Personal<String> said;
    private @Nullable Instant at;
    private boolean spoken;
    private boolean erased;
    private boolean last;
    private @Nullable String cancelled;
    private @Nullable ObjectNode intent;
    private @Nullable ObjectNode timeline;

    TurnView(TurnId turn) {
        this.turn = turn;
    }

    /** When it ended; null if that isn't known. */
    @Nullable Instant at() {
        return at;
    }

    /** Takes in an event of the turn; one that comes again changes nothing. */
    void on(Event event) {
        switch (event) {
            case Turn.Ended ended -> {
                said = ended.text();
                at = ended.endedAt();
                spoken = ended.spoken();
            }
            case Intent.Recognized recognized -> intent = json(recognized);
            case Tool.Requested request ->
                    calls.merge(request.call(), json(request), TurnView::merged);
            case Tool.Succeeded result ->
                    calls.merge(result.call(), json(result), TurnView::merged);
            case Tool.Failed failure ->
                    calls.merge(failure.call(), json(failure), TurnView::merged);
            case Reply.Sentence sentence -> {
                sentences.putIfAbsent(sentence.index(), sentence.text());
                last |= sentence.last();
            }
            case Cancellation.ReplyCancelled cancellation -> cancelled = cancellation.cause();
            case Timeline.TurnMeasured measured -> timeline = json(measured);
            default -> {
                // not for clients
            }
        }
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("turn", turn.value());
        json.put("at", at == null ? null : at.toString());
        json.put("spoken", spoken);
        json.put("said", said == null || said.isErased() ? null : said.get());
        json.put("status", cancelled != null ? "cancelled" : last ? "completed" : "incomplete");
        json.put("text", text());
        json.set("intent", intent);
        ArrayNode tools = json.putArray("tools");
        calls.values().forEach(tools::add);
        json.set("timeline", timeline);
        json.put("erased", erased || (said != null && said.isErased()));
        return json;
    }

    private @Nullable String text() {
        if (sentences.values().stream().anyMatch(Personal::isErased)) {
            erased = true;
            return null;
        }
        return sentences.isEmpty()
                ? null
                : sentences.values().stream()
                        .map(sentence -> sentence.orElse(""))
                        .filter(sentence -> !sentence.isEmpty())
                        .collect(Collectors.joining(" "));
    }

    private static ObjectNode merged(ObjectNode known, ObjectNode added) {
        added.properties()
                .forEach(
                        field -> {
                            if (!field.getValue().isNull()) {
                                known.set(field.getKey(), field.getValue());
                            }
                        });
        return known;
    }

    static ObjectNode json(Turn.Ended ended) {
        return JSON.createObjectNode()
                .put("turn", ended.turn().value())
                .put("at", ended.endedAt().toString())
                .put("said", ended.text().isErased() ? null : ended.text().get());
    }

    static ObjectNode json(Intent.Recognized recognized) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("name", recognized.intent())
                        .put("confidence", recognized.confidence())
                        .put("source", recognized.source());
        json.set("slots", map(recognized.slots()));
        return json;
    }

    static ObjectNode json(Tool.Requested request) {
        ObjectNode json = call(request, "requested");
        json.set("arguments", map(request.arguments()));
        return json;
    }

    static ObjectNode json(Tool.Succeeded result) {
        ObjectNode json = call(result, "succeeded");
        json.set("result", map(result.result()));
        return json;
    }

    static ObjectNode json(Tool.Failed failure) {
        return call(failure, "failed")
                .put("reason", failure.reason().name().toLowerCase(java.util.Locale.ROOT))
                .put("message", failure.message().isErased() ? null : failure.message().get());
    }

    private static ObjectNode call(Tool tool, String status) {
        return JSON.createObjectNode()
                .put("call", tool.call().value())
                .put("tool", tool.tool())
                .put("status", status);
    }

    static ObjectNode json(Reply.Sentence sentence) {
        return JSON.createObjectNode()
                .put("reply", sentence.reply().value())
                .put("index", sentence.index())
                .put("text", sentence.text().isErased() ? null : sentence.text().get())
                .put("last", sentence.last());
    }

    static ObjectNode json(Timeline.TurnMeasured measured) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("startedAt", measured.startedAt().toString())
                        .put("endedAt", measured.endedAt().toString())
                        .put("totalMicros", measured.totalMicros())
                        .put("unattributedMicros", measured.unattributedMicros());
        ArrayNode segments = json.putArray("segments");
        measured.segments()
                .forEach(
                        segment ->
                                segments.addObject()
                                        .put("name", segment.name())
                                        .put("stage", segment.stage())
                                        .put("micros", segment.micros()));
        return json;
    }

    private static @Nullable ObjectNode map(Personal<Map<String, String>> values) {
        if (values.isErased()) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(values.get()).forEach(json::put);
        return json;
    }
}
