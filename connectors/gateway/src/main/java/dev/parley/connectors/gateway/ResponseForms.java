package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each response is to be given: as the session says, but for what its {@code response.create}
 * said otherwise. Turns end in the order in which they were requested, the typed ones among
 * themselves and the spoken ones too. Used by one thread.
 */
final class ResponseForms {
    private static final int MOST = 64;

    private final SessionSettings settings;
    private final Deque<ResponseForm> typed = new ArrayDeque<>();
    private final Deque<ResponseForm> spoken = new ArrayDeque<>();
    private final Map<TurnId, ResponseForm> ofTurns =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TurnId, ResponseForm> eldest) {
                    return size() > MOST;
                }
            };

    ResponseForms(SessionSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads what a {@code response.create} says.
     *
     * @throws BadEventException if it can't be followed
     */
    ResponseForm read(ObjectNode response, @Nullable String eventId) throws BadEventException {
        ResponseForm usual = settings.form();
        JsonNode modalities = response.path("output_modalities");
        JsonNode format = response.at("/audio/output/format");
        JsonNode metadata = response.path("metadata");
        JsonNode most = response.path("max_output_tokens");
        return new ResponseForm(
                modalities.isMissingNode()
                        ? usual.text()
                        : SessionSettings.text(modalities, "response", eventId),
                format.isMissingNode()
                        ? usual.format()
                        : AudioFormat.read(format, "response.audio.output.format", eventId),
                metadata instanceof ObjectNode given ? Metadata.checked(given, eventId) : null,
                most.isMissingNode() ? usual.mostTokens() : most);
    }

    /** What was typed is to be answered so. */
    void ofTyped(ResponseForm form) {
        typed.add(form);
    }

    /** What was said is to be answered so. */
    void ofSpoken(ResponseForm form) {
        spoken.add(form);
    }

    void on(Turn.Ended turn) {
        ResponseForm form = (turn.spoken() ? spoken : typed).poll();
        if (form != null) {
            ofTurns.put(turn.turn(), form);
        }
    }

    ResponseForm of(TurnId turn) {
        ResponseForm form = ofTurns.get(turn);
        return form == null ? settings.form() : form;
    }

    /** What a client may attach to a response. */
    private static final class Metadata {
        private static final int MOST_PAIRS = 16;
        private static final int KEY_CHARACTERS = 64;
        private static final int VALUE_CHARACTERS = 512;

        static ObjectNode checked(ObjectNode metadata, @Nullable String eventId)
                throws BadEventException {
            boolean fits =
                    metadata.size() <= MOST_PAIRS
                            && metadata.properties().stream()
                                    .allMatch(
                                            pair ->
                                                    pair.getKey().length() <= KEY_CHARACTERS
                                                            && pair.getValue().isTextual()
                                                            && pair.getValue().textValue().length()
                                                                    <= VALUE_CHARACTERS);
            if (!fits) {
                throw BadEventException.invalid(
                        "response.metadata",
                        "Metadata are 16 pairs at most, of strings of 64 and 512 characters.",
                        eventId);
            }
            return metadata;
        }
    }
}
