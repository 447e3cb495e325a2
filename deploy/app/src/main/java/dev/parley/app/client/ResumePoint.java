package dev.parley.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a session stands, as far as this client knows: what it tells the server when it comes back.
 * Not safe for use by many threads.
 */
final class ResumePoint {
    private @Nullable String session;
    private @Nullable String after;
    private @Nullable String cursor;

    void note(String type, JsonNode event) {
        if (type.equals("session.created")) {
            session = event.path("session").path("id").asText(null);
        } else if (type.startsWith("response.")) {
            after = event.path("event_id").asText(null);
        } else if (type.equals("parley.audio.acked")) {
            cursor = event.path("cursor").asText(null);
        }
    }

    /** Whether there is a session to come back to. */
    boolean known() {
        return session != null;
    }

    /** The address of a server, with what it needs to know. */
    URI at(URI url) {
        StringBuilder query = new StringBuilder("audio_acks=true");
        put(query, "session", session);
        put(query, "after", after);
        put(query, "audio_cursor", cursor);
        String text = url.toString();
        return URI.create(text + (url.getRawQuery() == null ? '?' : '&') + query);
    }

    private static void put(StringBuilder query, String name, @Nullable String value) {
        if (value != null) {
            query.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
