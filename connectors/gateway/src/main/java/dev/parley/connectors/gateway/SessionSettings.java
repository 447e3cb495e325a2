package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session object of the protocol: what Parley follows is read from it, the rest is kept and
 * echoed. Used by one thread.
 */
final class SessionSettings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of("id", "object", "type", "expires_at");
    private static final int MOST_CHARACTERS = 256 << 10;
    private static final String INPUT = "/audio/input/format";
    private static final String OUTPUT = "/audio/output/format";
    private static final String DETECTION = "/audio/input/turn_detection";
    private static final Control.ToolsDeclared NO_TOOLS =
            new Control.ToolsDeclared(List.of(), null);

    private ObjectNode session;
    private Followed followed =
            new Followed(
                    AudioFormat.DEFAULT,
                    AudioFormat.DEFAULT,
                    TurnDetection.DEFAULT,
                    NO_TOOLS,
                    false);

    /** What Parley follows of a session. */
    private record Followed(
            AudioFormat input,
            AudioFormat output,
            TurnDetection detection,
            Control.ToolsDeclared tools,
            boolean text) {}

    /**
     * @param expires when the session will have lasted for as long as it may
     */
    SessionSettings(SessionId id, Instant expires) {
        session = JSON.createObjectNode();
        session.put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", id.value())
                .put("expires_at", expires.getEpochSecond())
                .put("model", "parley")
                .put("instructions", "")
                .put("tool_choice", "auto")
                .put("max_output_tokens", "inf");
        session.putNull("tracing");
        session.putArray("output_modalities").add("audio");
        session.putArray("tools");
        ObjectNode audio = session.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.set("format", AudioFormat.DEFAULT.json());
        input.putNull("noise_reduction");
        input.putObject("transcription").put("model", "parley");
        input.set("turn_detection", TurnDetection.DEFAULT.json());
        ObjectNode output = audio.putObject("output");
        output.set("format", AudioFormat.DEFAULT.json());
        output.put("voice", "parley").put("speed", 1.0);
    }

    /** The session as it stands; not to be changed. */
    ObjectNode json() {
        return session;
    }

    /** What the client's sound is in. */
    AudioFormat input() {
        return followed.input();
    }

    /** How turns are found. */
    TurnDetection detection() {
        return followed.detection();
    }

    /** The functions that the client runs. */
    Control.ToolsDeclared tools() {
        return followed.tools();
    }

    /** How responses are given, where they say nothing else. */
    ResponseForm form() {
        return new ResponseForm(
                followed.text(), followed.output(), null, session.path("max_output_tokens"));
    }

    /**
     * Takes over what the client gave; all or, if it is wrong, nothing.
     *
     * @throws BadEventException if it can't be followed
     */
    void update(ObjectNode given, @Nullable String eventId) throws BadEventException {
        JsonNode type = given.path("type");
        if (!type.isMissingNode() && !"realtime".equals(type.asText())) {
            throw BadEventException.invalid(
                    "session.type", "A session here is of type 'realtime'.", eventId);
        }
        if (given.hasNonNull("prompt")) {
            throw BadEventException.unsupported(
                    "session.prompt", "Hosted prompts are not supported here.", eventId);
        }
        ObjectNode updated = session.deepCopy();
        merge(updated, given, OURS);
        Followed read = read(updated, given, eventId);
        if (updated.toString().length() > MOST_CHARACTERS) {
            throw BadEventException.invalid(
                    "session",
                    "A session may have " + MOST_CHARACTERS + " characters as JSON.",
                    eventId);
        }
        session = updated;
        followed = read;
    }

    private Followed read(ObjectNode updated, ObjectNode given, @Nullable String eventId)
            throws BadEventException {
        Followed read =
                new Followed(
                        AudioFormat.read(updated.at(INPUT), "session.audio.input.format", eventId),
                        AudioFormat.read(
                                updated.at(OUTPUT), "session.audio.output.format", eventId),
                        given.at(DETECTION).isMissingNode()
                                ? followed.detection()
                                : TurnDetection.read(given.at(DETECTION), eventId),
                        ClientTools.read(
                                updated.path("tools"),
                                updated.path("tool_choice"),
                                "session",
                                eventId),
                        text(updated.path("output_modalities"), "session", eventId));
        ObjectNode input = (ObjectNode) updated.at("/audio/input");
        input.set("format", read.input().json());
        input.set("turn_detection", read.detection().json());
        ((ObjectNode) updated.at("/audio/output")).set("format", read.output().json());
        return read;
    }

    /**
     * Whether these {@code output_modalities} are text.
     *
     * @param param where they stand in the client's event
     * @throws BadEventException if they are something else than text or audio
     */
    static boolean text(JsonNode modalities, String param, @Nullable String eventId)
            throws BadEventException {
        String only = modalities.size() == 1 ? modalities.path(0).asText() : "";
        if (!only.equals("text") && !only.equals("audio")) {
            throw BadEventException.invalid(
                    param + ".output_modalities",
                    "The output modalities are either [\"audio\"] or [\"text\"].",
                    eventId);
        }
        return only.equals("text");
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
}
