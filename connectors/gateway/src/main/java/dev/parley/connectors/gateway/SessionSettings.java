package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session object of the protocol: what Parley follows is read from it, the rest is kept and
 * echoed. Used by one thread.
 */
final class SessionSettings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> RATES = Set.of(24_000, 16_000, 8_000);
    private static final Set<String> OURS = Set.of("id", "object", "type");
    private static final int MOST_CHARACTERS = 256 << 10;

    private ObjectNode session;

    SessionSettings(SessionId id) {
        session = JSON.createObjectNode();
        session.put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", id.value())
                .put("model", "parley")
                .put("instructions", "")
                .put("tool_choice", "auto")
                .put("max_output_tokens", "inf");
        session.putNull("tracing");
        session.putArray("output_modalities").add("audio");
        session.putArray("tools");
        ObjectNode audio = session.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.set("format", pcm());
        input.putNull("noise_reduction");
        input.putObject("transcription").put("model", "parley");
        input.putObject("turn_detection")
                .put("type", "server_vad")
                .put("create_response", true)
                .put("interrupt_response", true);
        ObjectNode output = audio.putObject("output");
        output.set("format", pcm());
        output.put("voice", "parley").put("speed", 1.0);
    }

    /** The session as it stands; not to be changed. */
    ObjectNode json() {
        return session;
    }

    /** Samples a second of the client's sound. */
    int inputRate() {
        return session.at("/audio/input/format/rate").intValue();
    }

    /** Samples a second of the sound that the client wants. */
    int outputRate() {
        return session.at("/audio/output/format/rate").intValue();
    }

    /**
     * Takes over what the client gave; all or, if it is wrong, nothing.
     *
     * @throws BadEventException if it names a format that Parley doesn't speak
     */
    void update(ObjectNode given, @Nullable String eventId) throws BadEventException {
        JsonNode type = given.path("type");
        if (!type.isMissingNode() && !"realtime".equals(type.asText())) {
            throw invalid("session.type", "A session here is of type 'realtime'.", eventId);
        }
        ObjectNode updated = session.deepCopy();
        merge(updated, given, OURS);
        checkFormat(updated, "input", eventId);
        checkFormat(updated, "output", eventId);
        if (updated.toString().length() > MOST_CHARACTERS) {
            throw invalid(
                    "session",
                    "A session may have " + MOST_CHARACTERS + " characters as JSON.",
                    eventId);
        }
        session = updated;
    }

    private static ObjectNode pcm() {
        return JSON.createObjectNode()
                .put("type", "audio/pcm")
                .put("rate", SpeechSynthesizer.SAMPLE_RATE);
    }

    private static void merge(ObjectNode into, ObjectNode from, Set<String> kept) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (kept.contains(field.getKey())) {
                continue;
            }
            if (field.getValue() instanceof ObjectNode inner
                    && into.get(field.getKey()) instanceof ObjectNode present) {
                merge(present, inner, Set.of());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        }
    }

    private static void checkFormat(ObjectNode session, String way, @Nullable String eventId)
            throws BadEventException {
        String param = "session.audio." + way + ".format";
        JsonNode format = session.path("audio").path(way).path("format");
        if (!"audio/pcm".equals(format.path("type").asText())) {
            throw invalid(param + ".type", "The only format here is 'audio/pcm'.", eventId);
        }
        JsonNode rate = format.path("rate");
        if (!rate.isInt() || !RATES.contains(rate.intValue())) {
            throw invalid(
                    param + ".rate",
                    "The rate must be one of the numbers 24000, 16000, 8000.",
                    eventId);
        }
    }

    private static BadEventException invalid(
            String param, String message, @Nullable String eventId) {
        return new BadEventException("invalid_value", message, param, eventId);
    }
}
