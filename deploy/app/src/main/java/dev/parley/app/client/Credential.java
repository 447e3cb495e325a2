package dev.parley.app.client;

import java.net.http.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * How a client shows who it is.
 *
 * @param token none is shown if null
 */
public record Credential(@Nullable String token, Place place) {
    private static final String SUBPROTOCOL = "realtime";
    private static final String KEY_SUBPROTOCOL = "openai-insecure-api-key.";

    /** Where the token stands in the request. */
    public enum Place {
        /** {@code Authorization: Bearer …}. */
        HEADER,
        /** As browsers do, which can't set a header: {@code openai-insecure-api-key.…}. */
        SUBPROTOCOL
    }

    static Credential bearer(@Nullable String token) {
        return new Credential(token, Place.HEADER);
    }

    void showIn(WebSocket.Builder request) {
        if (token == null) {
            return;
        }
        switch (place) {
            case HEADER -> request.header("Authorization", "Bearer " + token);
            case SUBPROTOCOL -> request.subprotocols(SUBPROTOCOL, KEY_SUBPROTOCOL + token);
        }
    }

    /** Without the token, which must not reach a log. */
    @Override
    public String toString() {
        return "Credential[" + place + "]";
    }
}
