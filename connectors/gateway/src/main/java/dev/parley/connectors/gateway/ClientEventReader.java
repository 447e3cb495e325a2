package dev.parley.connectors.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.CallId;
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

    /**
     * The event's top-level fields; the audio is kept apart, so that sound passes without a tree.
     */
    private record Fields(
            @Nullable String type,
            @Nullable String eventId,
            @Nullable String audio,
            ObjectNode others) {
        BadEventException invalid(String param, String message) {
            return BadEventException.invalid(param, message, eventId);
        }

        BadEventException unsupported(String param, String message) {
            return BadEventException.unsupported(param, message, eventId);
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
            case "input_audio_buffer.append" -> new ClientEvent.SoundAppended(id, sound(fields));
            case "input_audio_buffer.commit" -> new ClientEvent.SoundCommitted(id);
            case "input_audio_buffer.clear" -> new ClientEvent.SoundCleared(id);
            case "conversation.item.create" -> item(fields);
            case "conversation.item.delete" ->
                    new ClientEvent.ItemDeleted(id, fields.text("item_id"));
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
            case "parley.confirmation.given" ->
                    new ClientEvent.ConfirmationGiven(
                            id, new CallId(fields.text("call_id")), flag(fields, "accepted"));
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

    private ClientEvent item(Fields fields) throws BadEventException {
        if (!(fields.others().get("item") instanceof ObjectNode item)) {
            throw fields.missing("item");
        }
        JsonNode itemId = item.path("id");
        if (!itemId.isMissingNode() && !(itemId.isTextual() && fits(itemId.textValue()))) {
            throw fields.invalid("item.id", "'item.id' must be a string of 1 to 200 characters.");
        }
        String previous =
                fields.others().hasNonNull("previous_item_id")
                        ? fields.text("previous_item_id")
                        : null;
        ClientEvent.Given given =
                switch (item.path("type").asText()) {
                    case "message" -> message(fields, item);
                    case "function_call" ->
                            new ClientEvent.Given.Call(
                                    within(fields, item, "call_id"),
                                    within(fields, item, "name"),
                                    words(fields, item, "arguments"));
                    case "function_call_output" ->
                            new ClientEvent.Given.CallOutput(
                                    new CallId(within(fields, item, "call_id")),
                                    words(fields, item, "output"));
                    case "mcp_approval_response" ->
                            throw fields.unsupported(
                                    "item.type", "Remote MCP servers are not supported here.");
                    default ->
                            throw fields.invalid(
                                    "item.type",
                                    "Items of type 'message', 'function_call' and"
                                            + " 'function_call_output' can be created.");
                };
        return new ClientEvent.ItemCreated(fields.eventId(), given, itemId.textValue(), previous);
    }

    private ClientEvent.Given message(Fields fields, ObjectNode item) throws BadEventException {
        String role = item.path("role").asText();
        return switch (role) {
            case "user" -> new ClientEvent.Given.Typed(text(fields, item, "input_text"));
            case "system" -> new ClientEvent.Given.Message(role, text(fields, item, "input_text"));
            case "assistant" ->
                    new ClientEvent.Given.Message(role, text(fields, item, "output_text"));
            default ->
                    throw fields.invalid(
                            "item.role", "The roles are 'user', 'assistant' and 'system'.");
        };
    }

    private String text(Fields fields, ObjectNode item, String type) throws BadEventException {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : item.path("content")) {
            String given = part.path("type").asText();
            if (given.equals("input_image")) {
                throw fields.unsupported("item.content", "Images are not supported here.");
            }
            if (given.equals("input_audio")) {
                throw fields.unsupported(
                        "item.content", "Sound comes by 'input_audio_buffer.append' here.");
            }
            JsonNode words = part.path("text");
            if (!given.equals(type) || !words.isTextual()) {
                throw fields.invalid(
                        "item.content",
                        "Only content of type '" + type + "' can be created in this role.");
            }
            text.append(text.isEmpty() ? "" : " ").append(words.textValue());
        }
        if (text.toString().isBlank()) {
            throw fields.invalid("item.content", "The message holds no text.");
        }
        return bounded(fields, "item.content", text.toString());
    }

    private String bounded(Fields fields, String param, String text) throws BadEventException {
        if (text.length() > textCharacters) {
            throw fields.invalid(
                    param,
                    "A text may have " + textCharacters + " characters, not " + text.length());
        }
        return text;
    }

    /** A name in an item. */
    private static String within(Fields fields, ObjectNode item, String name)
            throws BadEventException {
        JsonNode value = item.path(name);
        if (value.isMissingNode()) {
            throw fields.missing("item." + name);
        }
        if (!value.isTextual() || !fits(value.textValue())) {
            throw fields.invalid(
                    "item." + name, "'" + name + "' must be a string of 1 to 200 characters.");
        }
        return value.textValue();
    }

    /** A text in an item, which may be empty. */
    private String words(Fields fields, ObjectNode item, String name) throws BadEventException {
        JsonNode value = item.path(name);
        if (value.isMissingNode()) {
            throw fields.missing("item." + name);
        }
        if (!value.isTextual()) {
            throw fields.invalid("item." + name, "'" + name + "' must be a string.");
        }
        return bounded(fields, "item." + name, value.textValue());
    }

    private static ClientEvent responseWanted(Fields fields) throws BadEventException {
        JsonNode given = fields.others().path("response");
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            throw fields.invalid("response", "'response' must be an object.");
        }
        ObjectNode response = given instanceof ObjectNode told ? told : JSON.createObjectNode();
        if (response.hasNonNull("input")) {
            throw fields.unsupported(
                    "response.input", "A response with an input of its own is not supported.");
        }
        if (!response.path("conversation").asText("auto").equals("auto")) {
            throw fields.unsupported(
                    "response.conversation",
                    "A response outside the conversation is not supported.");
        }
        if (response.hasNonNull("prompt")) {
            throw fields.unsupported("response.prompt", "Hosted prompts are not supported here.");
        }
        JsonNode choice = response.path("tool_choice");
        if (response.hasNonNull("tools") || choice.isObject()) {
            throw fields.unsupported(
                    response.hasNonNull("tools") ? "response.tools" : "response.tool_choice",
                    "Tools are declared and chosen for the session: by 'session.update'.");
        }
        return new ClientEvent.ResponseWanted(fields.eventId(), typedTurn(fields), response);
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
