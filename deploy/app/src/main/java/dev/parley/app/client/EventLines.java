package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/**
 * Prints what happens in a session for programs: a JSON object a line. The server's events are
 * printed as they came; what happens here has a type that begins with {@code client.}. Safe for use
 * by many threads.
 */
final class EventLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;

    EventLines(PrintWriter out) {
        this.out = out;
    }

    void show(Received received) {
        switch (received) {
            case Received.Message message -> print(message.body());
            case Received.PlaybackEnded ended ->
                    print(
                            event("client.playback.ended")
                                    .put("response_id", ended.response())
                                    .put("heard_ms", ended.heardMillis())
                                    .put("complete", ended.complete()));
            case Received.Resumed resumed ->
                    print(event("client.resumed").put("down_ms", resumed.downMillis()));
            case Received.Closed closed ->
                    print(
                            event("client.closed")
                                    .put("code", closed.code())
                                    .put("reason", closed.reason()));
        }
    }

    /** An event that begins with what every one has. */
    static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    void print(JsonNode event) {
        String line;
        try {
            line = JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
