package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's {@code turn_detection}.
 *
 * @param mode {@code NONE} for null, push to talk
 * @param eagerness of semantic detection
 * @param threshold the probability, 0 to 1, at which sound is speech; null for the detector's own
 * @param prefixPaddingMillis sound before the first speech; null for the installation's own
 * @param silenceMillis that ends a turn; null for the installation's own
 * @param idleMillis of silence after a reply, after which the agent speaks again; null for never
 */
record TurnDetection(
        Control.Mode mode,
        Control.@Nullable Eagerness eagerness,
        @Nullable Double threshold,
        @Nullable Integer prefixPaddingMillis,
        @Nullable Integer silenceMillis,
        boolean createResponse,
        boolean interruptResponse,
        @Nullable Integer idleMillis) {
    static final TurnDetection DEFAULT =
            new TurnDetection(Control.Mode.SERVER_VAD, null, null, null, null, true, true, null);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TurnDetection PUSH_TO_TALK =
            new TurnDetection(Control.Mode.NONE, null, null, null, null, false, false, null);
    private static final String PARAM = "session.audio.input.turn_detection";
    private static final Set<String> OF_SERVER_VAD =
            Set.of("threshold", "prefix_padding_ms", "silence_duration_ms", "idle_timeout_ms");
    private static final int LONGEST_PADDING = 2_000;
    private static final int SHORTEST_SILENCE = 100;
    private static final int LONGEST_SILENCE = 10_000;
    private static final int SHORTEST_IDLE = 1_000;
    private static final int LONGEST_IDLE = 600_000;

    /**
     * @throws BadEventException if it can't be followed
     */
    static TurnDetection read(JsonNode given, @Nullable String eventId) throws BadEventException {
        if (given.isNull()) {
            return PUSH_TO_TALK;
        }
        Reader reader = new Reader(given, eventId);
        boolean create = reader.flag("create_response");
        boolean interrupt = reader.flag("interrupt_response");
        switch (given.path("type").asText()) {
            case "server_vad" -> {
                return new TurnDetection(
                        Control.Mode.SERVER_VAD,
                        null,
                        reader.probability("threshold"),
                        reader.millis("prefix_padding_ms", 0, LONGEST_PADDING),
                        reader.millis("silence_duration_ms", SHORTEST_SILENCE, LONGEST_SILENCE),
                        create,
                        interrupt,
                        reader.millis("idle_timeout_ms", SHORTEST_IDLE, LONGEST_IDLE));
            }
            case "semantic_vad" -> {
                for (String name : OF_SERVER_VAD) {
                    if (given.hasNonNull(name)) {
                        throw reader.invalid(name, "'" + name + "' belongs to 'server_vad'.");
                    }
                }
                return new TurnDetection(
                        Control.Mode.SEMANTIC_VAD,
                        reader.eagerness(),
                        null,
                        null,
                        null,
                        create,
                        interrupt,
                        null);
            }
            default ->
                    throw reader.invalid(
                            "type", "Turns are found by 'server_vad', 'semantic_vad' or null.");
        }
    }

    private record Reader(JsonNode given, @Nullable String eventId) {
        BadEventException invalid(String name, String message) {
            return BadEventException.invalid(PARAM + "." + name, message, eventId);
        }

        boolean flag(String name) throws BadEventException {
            JsonNode value = given.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
                throw invalid(name, "'" + name + "' must be true or false.");
            }
            return value.asBoolean(true);
        }

        @Nullable Double probability(String name) throws BadEventException {
            JsonNode value = given.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
                throw invalid(name, "'" + name + "' must be a number from 0 to 1.");
            }
            return value.doubleValue();
        }

        @Nullable Integer millis(String name, int least, int most) throws BadEventException {
            JsonNode value = given.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return null;
            }
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < least
                    || value.intValue() > most) {
                throw invalid(
                        name,
                        "'%s' must be a whole number of milliseconds from %d to %d."
                                .formatted(name, least, most));
            }
            return value.intValue();
        }

        Control.Eagerness eagerness() throws BadEventException {
            String name = given.path("eagerness").asText("auto");
            return switch (name) {
                case "low" -> Control.Eagerness.LOW;
                case "auto", "medium" -> Control.Eagerness.MEDIUM;
                case "high" -> Control.Eagerness.HIGH;
                default ->
                        throw invalid(
                                "eagerness", "The eagerness is 'low', 'medium', 'high' or 'auto'.");
            };
        }
    }

    /** As the session shows it. */
    JsonNode json() {
        if (mode == Control.Mode.NONE) {
            return NullNode.getInstance();
        }
        ObjectNode shown = JSON.createObjectNode();
        shown.put("type", mode.name().toLowerCase(Locale.ROOT));
        if (eagerness != null) {
            shown.put("eagerness", eagerness.name().toLowerCase(Locale.ROOT));
        }
        if (threshold != null) {
            shown.put("threshold", threshold);
        }
        if (prefixPaddingMillis != null) {
            shown.put("prefix_padding_ms", prefixPaddingMillis);
        }
        if (silenceMillis != null) {
            shown.put("silence_duration_ms", silenceMillis);
        }
        shown.put("create_response", createResponse);
        shown.put("interrupt_response", interruptResponse);
        if (mode == Control.Mode.SERVER_VAD) {
            shown.put("idle_timeout_ms", idleMillis);
        }
        return shown;
    }

    boolean pushToTalk() {
        return mode == Control.Mode.NONE;
    }

    /** Whether an answer must be requested. */
    boolean onRequest() {
        return pushToTalk() || !createResponse;
    }

    /** What those must know who decide about turns. */
    Control.TurnDetectionChosen chosen() {
        return new Control.TurnDetectionChosen(
                mode, eagerness, silenceMillis, createResponse, interruptResponse);
    }

    /** What those must know who hear the sound; null if they hear it in their own way. */
    Audio.@Nullable Detection ofSound() {
        boolean own =
                !pushToTalk()
                        && threshold == null
                        && prefixPaddingMillis == null
                        && silenceMillis == null;
        return own
                ? null
                : new Audio.Detection(pushToTalk(), threshold, prefixPaddingMillis, silenceMillis);
    }
}
