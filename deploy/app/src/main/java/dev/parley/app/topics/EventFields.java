package dev.parley.app.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record's components as JSON: identifiers and times as text, durations as ISO 8601, bytes as
 * base64, personal values in clear or as {@link #ERASED}.
 */
public final class EventFields {
    /** Stands where a personal value was whose key is gone. */
    public static final String ERASED = "(erased)";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EventFields() {}

    public static ObjectNode of(Record record) {
        ObjectNode fields = JSON.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            fields.set(component.getName(), json(value(record, component)));
        }
        return fields;
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Personal.Known<?>(Object known) -> json(known);
            case Personal.Erased<?> erased -> JSON.textNode(ERASED);
            case Identifier identifier -> JSON.textNode(identifier.value());
            case EventId id -> JSON.textNode(id.toString());
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case BigDecimal number -> JSON.textNode(number.toPlainString());
            case Duration duration -> JSON.textNode(duration.toString());
            case byte[] bytes -> JSON.binaryNode(bytes);
            case Record record -> of(record);
            case List<?> list -> {
                ArrayNode items = JSON.arrayNode();
                list.forEach(item -> items.add(json(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                ObjectNode entries = JSON.objectNode();
                new TreeMap<>(map)
                        .forEach((name, each) -> entries.set(String.valueOf(name), json(each)));
                yield entries;
            }
            default -> JSON.textNode(value.toString());
        };
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }
}
