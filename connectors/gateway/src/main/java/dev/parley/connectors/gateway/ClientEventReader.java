package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.ReplyId;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads client events. Safe for use by many threads.
 *
 * <p>Format: OpenAI's Realtime API reference, "Client events".
 */
final class ClientEventReader {
    private static final int ID_CHARACTERS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int textCharacters;

    /**
     * @param textCharacters the most that one typed message may have
     */
    ClientEventReader(int textCharacters) {
        this.textCharacters = textCharacters;
    }

    /**
     * @throws BadEventException if it isn't JSON, or isn't an event that can be followed
     */
    ClientEvent read(String json) throws BadEventException {
        return event(fields(json));
    }

    /** The sound of a binary frame, or of a decoded append. */
    static byte[] wholeSamples(byte[] pcm, @Nullable String param, @Nullable String eventId)
            throws BadEventException {
        if (pcm.length % 2 != 0) {
            throw new BadEventException(
                    "invalid_audio",
                    "16-bit PCM has an even number of bytes, not " + pcm.length + ".",
                    param,
                    eventId);
        }
        return pcm;
    }

    /**
     * The event's top-level fields; the audio is kept apart, so that sound passes without a tree.
     */
    private record Fields(
            @Nullable String type,
            @Nullable String eventId,
            @Nullable String audio,
            ObjectNode others) {
        BadEventException invalid(String param, String message) {
            return new BadEventException("invalid_value", message, param, eventId);
        }

        BadEventException missing(String param) {
            return new BadEventException(
                    "missing_required_parameter",
                    "Missing required parameter: '" + param + "'.",
                    param,
                    eventId);
        }

        String text(String name) throws BadEventException {
            JsonNode value = others.get(name);
            if (value == null) {
                throw missing(name);
            }
            if (!value.isTextual() || !fits(value.textValue())) {
                throw invalid(name, "'" + name + "' must be a string of 1 to 200 characters.");
            }
            return value.textValue();
        }

        long millis(String name) throws BadEventException {
            JsonNode value = others.get(name);
            if (value == null) {
                throw missing(name);
            }
            if (!value.canConvertToLong() || value.longValue() < 0) {
                throw invalid(name, "'" + name + "' must be a number of milliseconds, 0 or more.");
            }
            return value.longValue();
        }
    }

    private static Fields fields(String json) throws BadEventException {
        String type = null;
        String eventId = null;
        String audio = null;
        ObjectNode others = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("An event is a JSON object.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (!name.equals("type") && !name.equals("event_id") && !name.equals("audio")) {
                    others.set(name, parser.readValueAsTree());
                } else if (!text) {
                    parser.skipChildren();
                } else {
                    switch (name) {
                        case "type" -> type = parser.getText();
                        case "audio" -> audio = parser.getText();
                        default -> eventId = fits(parser.getText()) ? parser.getText() : null;
                    }
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw malformed("An event is one JSON object and nothing after it.");
            }
        } catch (IOException e) {
            throw malformed("This is not JSON.");
        }
        return new Fields(type, eventId, audio, others);
    }

    private static BadEventException malformed(String message) {
        return new BadEventException("invalid_json", message, null, null);
    }

    private ClientEvent event(Fields fields) throws BadEventException {
        String id = fields.eventId();
        if (fields.type() == null) {
            throw fields.missing("type");
        }
        return switch (fields.type()) {
            case "session.update" -> {
                if (fields.others().get("session") instanceof ObjectNode session) {
                    yield new ClientEvent.SessionUpdated(id, session);
                }
                throw fields.missing("session");
            }
            case "input_audio_buffer.append" ->
                    new ClientEvent.SoundAppended(id, wholeSamples(sound(fields), "audio", id));
            case "input_audio_buffer.commit" -> new ClientEvent.SoundCommitted(id);
            case "input_audio_buffer.clear" -> new ClientEvent.SoundCleared(id);
            case "conversation.item.create" -> message(fields);
            case "conversation.item.retrieve" ->
                    new ClientEvent.ItemWanted(id, fields.text("item_id"));
            case "conversation.item.truncate" ->
                    new ClientEvent.ItemTruncated(
                            id,
                            fields.text("item_id"),
                            (int) Math.min(fields.millis("content_index"), Integer.MAX_VALUE),
                            fields.millis("audio_end_ms"));
            case "response.create" -> responseWanted(fields);
            case "response.cancel" ->
                    new ClientEvent.ResponseCancelled(
                            id,
                            fields.others().hasNonNull("response_id")
                                    ? new ReplyId(fields.text("response_id"))
                                    : null);
            case "parley.playback.ended" ->
                    new ClientEvent.PlaybackEnded(
                            id,
                            new ReplyId(fields.text("response_id")),
                            fields.millis("heard_ms"),
                            flag(fields, "complete"));
            default ->
                    throw new BadEventException(
                            "unknown_event_type",
                            "Unknown or unsupported event type: '" + shown(fields.type()) + "'.",
                            "type",
                            id);
        };
    }

    private static byte[] sound(Fields fields) throws BadEventException {
        String audio = fields.audio();
        if (audio == null) {
            throw fields.missing("audio");
        }
        try {
            return Base64.getDecoder().decode(audio);
        } catch (IllegalArgumentException e) {
            throw new BadEventException(
                    "invalid_audio", "'audio' is not base64.", "audio", fields.eventId());
        }
    }

    private ClientEvent message(Fields fields) throws BadEventException {
        if (!(fields.others().get("item") instanceof ObjectNode item)) {
            throw fields.missing("item");
        }
        if (!"message".equals(item.path("type").asText())) {
            throw fields.invalid("item.type", "Only items of type 'message' can be created.");
        }
        if (!"user".equals(item.path("role").asText())) {
            throw fields.invalid("item.role", "Only messages of the role 'user' can be created.");
        }
        JsonNode itemId = item.path("id");
        if (!itemId.isMissingNode() && !(itemId.isTextual() && fits(itemId.textValue()))) {
            throw fields.invalid("item.id", "'item.id' must be a string of 1 to 200 characters.");
        }
        return new ClientEvent.MessageTyped(
                fields.eventId(), itemId.textValue(), typed(fields, item.path("content")));
    }

    private String typed(Fields fields, JsonNode content) throws BadEventException {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode words = part.path("text");
            if (!"input_text".equals(part.path("type").asText()) || !words.isTextual()) {
                throw fields.invalid(
                        "item.content", "Only content of type 'input_text' can be created.");
            }
            text.append(text.isEmpty() ? "" : " ").append(words.textValue());
        }
        if (text.toString().isBlank()) {
            throw fields.invalid("item.content", "The message holds no text.");
        }
        if (text.length() > textCharacters) {
            throw fields.invalid(
                    "item.content",
                    "A message may have " + textCharacters + " characters, not " + text.length());
        }
        return text.toString();
    }

    private static ClientEvent responseWanted(Fields fields) throws BadEventException {
        if (!fields.others().path("response").path("input").isEmpty()) {
            throw fields.invalid(
                    "response.input", "A response with an input of its own is not supported.");
        }
        return new ClientEvent.ResponseWanted(fields.eventId(), typedTurn(fields));
    }

    private static @Nullable TypedTurn typedTurn(Fields fields) throws BadEventException {
        JsonNode turn = fields.others().get("parley");
        if (turn == null) {
            return null;
        }
        String client = turn.path("client").asText("");
        long number = turn.path("turn").asLong();
        if (!TypedTurn.names(client) || number < 1) {
            throw fields.invalid(
                    "parley",
                    "'parley' must have a 'client' of 1 to 32 lower-case letters and digits and a"
                            + " 'turn' from 1.");
        }
        return new TypedTurn(client, number);
    }

    private static boolean flag(Fields fields, String name) throws BadEventException {
        JsonNode value = fields.others().get(name);
        if (value == null) {
            throw fields.missing(name);
        }
        if (!value.isBoolean()) {
            throw fields.invalid(name, "'" + name + "' must be true or false.");
        }
        return value.booleanValue();
    }

    private static boolean fits(String id) {
        return !id.isEmpty() && id.length() <= ID_CHARACTERS;
    }

    private static String shown(String type) {
        return type.length() <= 64 ? type : type.substring(0, 64) + "…";
    }
}
