package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.UtteranceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversation's last items, as the protocol shows them. Used by one thread.
 *
 * <p>Message items carry {@code role} and {@code status}; clients ignore them otherwise.
 */
final class Items {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT = 200;

    private final Map<String, ObjectNode> byId =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ObjectNode> eldest) {
                    return size() > KEPT;
                }
            };
    private @Nullable String last;

    static String idOf(UtteranceId utterance) {
        return "item_" + utterance;
    }

    static String idOf(ReplyId reply) {
        return "item_" + reply;
    }

    /** The id of the item added last. */
    @Nullable String last() {
        return last;
    }

    @Nullable ObjectNode find(String id) {
        return byId.get(id);
    }

    ObjectNode spoken(String id, String transcript) {
        ObjectNode item = message(id, "user", "completed");
        item.withArray("content")
                .addObject()
                .put("type", "input_audio")
                .put("transcript", transcript);
        return item;
    }

    ObjectNode typed(String id, String text) {
        ObjectNode item = message(id, "user", "completed");
        item.withArray("content").addObject().put("type", "input_text").put("text", text);
        return item;
    }

    /**
     * @param transcript what was said so far; null for an item that has no content yet
     * @param status {@code in_progress}, {@code completed} or {@code incomplete}
     */
    ObjectNode answered(String id, @Nullable String transcript, String status) {
        ObjectNode item = message(id, "assistant", status);
        if (transcript != null) {
            item.withArray("content")
                    .addObject()
                    .put("type", "output_audio")
                    .put("transcript", transcript);
        }
        return item;
    }

    void add(ObjectNode item) {
        String id = item.path("id").asText();
        byId.put(id, item);
        last = id;
    }

    private static ObjectNode message(String id, String role, String status) {
        ObjectNode item = JSON.createObjectNode();
        item.put("id", id)
                .put("object", "realtime.item")
                .put("type", "message")
                .put("status", status)
                .put("role", role)
                .putArray("content");
        return item;
    }
}
