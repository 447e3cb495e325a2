package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.UtteranceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversation's last items, in order, as the protocol shows them. Used by one thread.
 *
 * <p>Message items carry {@code role} and {@code status}; clients ignore them otherwise.
 */
final class Items {
    /** What the protocol calls the place before the first item. */
    static final String ROOT = "root";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT = 200;

    private final List<ObjectNode> inOrder = new ArrayList<>();

    static String idOf(UtteranceId utterance) {
        return "item_" + utterance;
    }

    static String idOf(ReplyId reply) {
        return "item_" + reply;
    }

    @Nullable ObjectNode find(String id) {
        int at = indexOf(id);
        return at < 0 ? null : inOrder.get(at);
    }

    /**
     * Puts an item last, or in the place of the one that has its id.
     *
     * @return the id of the one before it
     */
    @Nullable String put(ObjectNode item) {
        int at = indexOf(item.path("id").asText());
        if (at < 0) {
            inOrder.add(item);
            trim();
            return before(inOrder.size() - 1);
        }
        inOrder.set(at, item);
        return before(at);
    }

    /**
     * Puts an item behind another.
     *
     * @param previous its id, or {@link #ROOT}
     * @return the id of the one before it; empty if there is no such item
     */
    @Nullable String insert(ObjectNode item, String previous) {
        int at = previous.equals(ROOT) ? 0 : indexOf(previous) + 1;
        inOrder.add(at, item);
        trim();
        return at == 0 ? null : previous;
    }

    /** Whether something can be put behind that. */
    boolean precedes(String previous) {
        return previous.equals(ROOT) || indexOf(previous) >= 0;
    }

    /**
     * @return whether there was such an item
     */
    boolean remove(String id) {
        int at = indexOf(id);
        if (at >= 0) {
            inOrder.remove(at);
        }
        return at >= 0;
    }

    private @Nullable String before(int at) {
        return at == 0 ? null : inOrder.get(at - 1).path("id").asText();
    }

    private void trim() {
        if (inOrder.size() > KEPT) {
            inOrder.removeFirst();
        }
    }

    private int indexOf(String id) {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            if (inOrder.get(i).path("id").asText().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    ObjectNode spoken(String id, String transcript) {
        ObjectNode item = message(id, "user", "completed");
        item.withArray("content")
                .addObject()
                .put("type", "input_audio")
                .put("transcript", transcript);
        return item;
    }

    /**
     * @param role {@code user}, {@code system} or {@code assistant}
     */
    ObjectNode written(String id, String role, String text) {
        ObjectNode item = message(id, role, "completed");
        item.withArray("content")
                .addObject()
                .put("type", role.equals("assistant") ? "output_text" : "input_text")
                .put("text", text);
        return item;
    }

    /**
     * @param text whether it is written, not spoken
     * @param words what was said so far; null for an item that has no content yet
     * @param status {@code in_progress}, {@code completed} or {@code incomplete}
     */
    ObjectNode answered(String id, boolean text, @Nullable String words, String status) {
        ObjectNode item = message(id, "assistant", status);
        if (words != null) {
            item.withArray("content")
                    .addObject()
                    .put("type", text ? "output_text" : "output_audio")
                    .put(text ? "text" : "transcript", words);
        }
        return item;
    }

    ObjectNode functionCall(
            String id, String callId, String name, String arguments, String status) {
        return item(id, "function_call", status)
                .put("call_id", callId)
                .put("name", name)
                .put("arguments", arguments);
    }

    ObjectNode functionOutput(String id, String callId, String output) {
        return item(id, "function_call_output", "completed")
                .put("call_id", callId)
                .put("output", output);
    }

    /** What nobody heard is not shown as said. */
    void truncate(String id) {
        ObjectNode item = find(id);
        if (item != null) {
            for (JsonNode part : item.path("content")) {
                ((ObjectNode) part).putNull("transcript");
            }
        }
    }

    private static ObjectNode message(String id, String role, String status) {
        ObjectNode item = item(id, "message", status);
        item.put("role", role).putArray("content");
        return item;
    }

    private static ObjectNode item(String id, String type, String status) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", "realtime.item")
                .put("type", type)
                .put("status", status);
    }
}
