package dev.parley.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.schemas.event.Control;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protocol's {@code tools} and {@code tool_choice}: functions that the client runs.
 * Remote MCP servers are refused.
 */
final class ClientTools {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST_TOOLS = 64;
    private static final int MOST_PARAMETERS = 64;
    private static final Set<String> MODES = Set.of("auto", "none", "required");

    private ClientTools() {}

    /**
     * @param param where the session or the response stands in the client's event
     * @throws BadEventException if it can't be followed
     */
    static Control.ToolsDeclared read(
            JsonNode tools, JsonNode choice, String param, @Nullable String eventId)
            throws BadEventException {
        if (!tools.isArray() || tools.size() > MOST_TOOLS) {
            throw BadEventException.invalid(
                    param + ".tools", "'tools' is a list of " + MOST_TOOLS + " at most.", eventId);
        }
        List<Control.ClientTool> functions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            Control.ClientTool function =
                    function(tools.get(i), param + ".tools[" + i + "]", eventId);
            if (!names.add(function.name())) {
                throw BadEventException.invalid(
                        param + ".tools[" + i + "].name", "Two tools have this name.", eventId);
            }
            functions.add(function);
        }
        return new Control.ToolsDeclared(
                List.copyOf(functions), chosen(choice, names, param, eventId));
    }

    private static Control.ClientTool function(
            JsonNode tool, String param, @Nullable String eventId) throws BadEventException {
        String type = tool.path("type").asText();
        if (type.equals("mcp")) {
            throw BadEventException.unsupported(
                    param + ".type", "Remote MCP servers are not supported here.", eventId);
        }
        if (!type.equals("function")) {
            throw BadEventException.invalid(
                    param + ".type", "A tool is of type 'function'.", eventId);
        }
        String name = tool.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw BadEventException.invalid(
                    param + ".name",
                    "A function's name has 1 to 64 of A-Z, a-z, 0-9, _ and -.",
                    eventId);
        }
        JsonNode parameters = tool.path("parameters");
        List<String> all = new ArrayList<>();
        parameters.path("properties").fieldNames().forEachRemaining(all::add);
        List<String> required = new ArrayList<>();
        parameters.path("required").forEach(each -> required.add(each.asText()));
        if (all.size() > MOST_PARAMETERS || !all.containsAll(required)) {
            throw BadEventException.invalid(
                    param + ".parameters",
                    "A function has "
                            + MOST_PARAMETERS
                            + " parameters at most, and what is required is one of them.",
                    eventId);
        }
        return new Control.ClientTool(name, List.copyOf(all), List.copyOf(required));
    }

    private static @Nullable String chosen(
            JsonNode choice, Set<String> names, String param, @Nullable String eventId)
            throws BadEventException {
        if (choice.isMissingNode()
                || choice.isNull()
                || (choice.isTextual() && MODES.contains(choice.textValue()))) {
            return null;
        }
        if (choice.path("type").asText().equals("mcp")) {
            throw BadEventException.unsupported(
                    param + ".tool_choice", "Remote MCP servers are not supported here.", eventId);
        }
        String name = choice.path("name").asText();
        if (!choice.path("type").asText().equals("function") || !names.contains(name)) {
            throw BadEventException.invalid(
                    param + ".tool_choice",
                    "'tool_choice' is 'auto', 'none', 'required' or one of the functions.",
                    eventId);
        }
        return name;
    }
}
