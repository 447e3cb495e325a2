package dev.parley.connectors.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON object in a request's body, read strictly: nothing twice, nothing unknown. */
record JsonBody(ObjectNode json) {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * @param fields that there are
     * @throws ProblemException if it is no object, or has other fields; repeats nothing of it
     */
    static JsonBody of(@Nullable String body, Set<String> fields) throws ProblemException {
        ObjectNode json = object(body, fields);
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            if (!fields.contains(names.next())) {
                throw ProblemException.invalid("#", "There are the fields " + list(fields) + ".");
            }
        }
        return new JsonBody(json);
    }

    private static ObjectNode object(@Nullable String body, Set<String> fields)
            throws ProblemException {
        try {
            if (body != null && JSON.readTree(body) instanceof ObjectNode json) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // told below, without what was sent
        }
        throw ProblemException.invalid(
                "#", "The body must be a JSON object with " + list(fields) + ".");
    }

    private static String list(Set<String> fields) {
        return String.join(", ", fields.stream().sorted().toList());
    }

    String text(String field) throws ProblemException {
        return optional(field)
                .orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        "#/" + field, "The " + field + " must not be missing."));
    }

    /** Empty for a field that isn't there. */
    Optional<String> optional(String field) throws ProblemException {
        JsonNode value = json.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw ProblemException.invalid(
                    "#/" + field, "The " + field + " must be a string that isn't blank.");
        }
        return Optional.of(value.textValue());
    }

    boolean truth(String field) throws ProblemException {
        JsonNode value = json.get(field);
        if (value == null || !value.isBoolean()) {
            throw ProblemException.invalid(
                    "#/" + field, "The " + field + " must be true or false.");
        }
        return value.booleanValue();
    }

    /**
     * Texts of one line each; none for a field that isn't there.
     *
     * @param most how many there may be
     */
    List<String> lines(String field, int most) throws ProblemException {
        JsonNode values = json.get(field);
        if (values == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode value : values) {
            if (value.isTextual() && !value.textValue().isBlank()) {
                lines.add(value.textValue().replaceAll("\\R", " "));
            }
        }
        if (!values.isArray() || lines.size() != values.size() || lines.size() > most) {
            throw ProblemException.invalid(
                    "#/" + field,
                    "The " + field + " must be a list of up to " + most + " strings, none blank.");
        }
        return lines;
    }
}
