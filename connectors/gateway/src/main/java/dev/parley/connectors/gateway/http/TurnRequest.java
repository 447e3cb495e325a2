package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.connectors.gateway.Problem;
import dev.parley.schemas.event.SessionId;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/turns}.
 *
 * @param session to go on in; null for a new one
 * @param zone null for the gateway's
 */
record TurnRequest(String text, @Nullable SessionId session, @Nullable ZoneId zone) {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Set<String> FIELDS = Set.of("text", "session", "zone");
    private static final int MOST_ERRORS = 8;

    /**
     * @throws ProblemException that names every field that is wrong
     */
    static TurnRequest of(@Nullable String body, int textCharacters) throws ProblemException {
        ObjectNode json = object(body);
        List<Problem.Wrong> wrong = new ArrayList<>();
        json.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!FIELDS.contains(name) && wrong.size() < MOST_ERRORS) {
                                wrong.add(
                                        new Problem.Wrong(
                                                pointer(name),
                                                "There are the fields text, session and zone."));
                            }
                        });
        String text = json.path("text").textValue();
        if (text == null || text.isBlank() || text.length() > textCharacters) {
            wrong.add(
                    new Problem.Wrong(
                            "#/text",
                            "The text must be a string of 1 to "
                                    + textCharacters
                                    + " characters, not blank."));
        }
        SessionId session = null;
        if (json.has("session")) {
            session = session(json.get("session"));
            if (session == null) {
                wrong.add(new Problem.Wrong("#/session", "That is no session's id."));
            }
        }
        ZoneId zone = null;
        if (json.has("zone")) {
            zone = zone(json.get("zone"));
            if (zone == null) {
                wrong.add(
                        new Problem.Wrong(
                                "#/zone", "The zone must be of the IANA's, as Europe/Berlin."));
            }
        }
        if (!wrong.isEmpty() || text == null) {
            throw new ProblemException(Problem.invalid(wrong));
        }
        return new TurnRequest(text, session, zone);
    }

    private static ObjectNode object(@Nullable String body) throws ProblemException {
        try {
            if (body != null && JSON.readTree(body) instanceof ObjectNode json) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // told below, without what was sent
        }
        throw ProblemException.invalid("#", "The body must be a JSON object with a text.");
    }

    private static @Nullable SessionId session(JsonNode value) {
        try {
            return value.isTextual() ? new SessionId(value.textValue()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable ZoneId zone(JsonNode value) {
        try {
            return value.isTextual() ? ZoneId.of(value.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** RFC 6901, section 6, of a name that a client made up. */
    private static String pointer(String name) {
        String escaped = name.replace("~", "~0").replace("/", "~1");
        String cut = escaped.length() > 64 ? escaped.substring(0, 64) : escaped;
        return "#/" + java.net.URLEncoder.encode(cut, java.nio.charset.StandardCharsets.UTF_8);
    }
}
