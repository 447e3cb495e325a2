package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client notices in a session, in the order in which it happened. */
public sealed interface Received {
    /** When it happened, by {@link System#nanoTime()}. */
    long atNanos();

    /**
     * An event of the protocol.
     *
     * @param type such as {@code response.created}; empty if the server left it out
     * @param body the whole event
     */
    record Message(long atNanos, String type, JsonNode body) implements Received {
        /** A text field of the event, or the empty string. */
        public String text(String field) {
            return body.path(field).asText("");
        }
    }

    /**
     * The speaker came to the end of a reply, or the reply was cut.
     *
     * @param heardMillis how much of it was heard
     * @param complete whether that was all
     */
    record PlaybackEnded(long atNanos, String response, long heardMillis, boolean complete)
            implements Received {}

    /**
     * The connection had broken; the session goes on over another.
     *
     * @param downMillis for how long there was none
     */
    record Resumed(long atNanos, long downMillis) implements Received {}

    /**
     * The connection is gone; nothing follows.
     *
     * @param code the WebSocket close code; 1006 if it broke
     */
    record Closed(long atNanos, int code, String reason) implements Received {}
}
