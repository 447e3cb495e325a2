package dev.parley.streams.replay;

import dev.parley.schemas.event.Digest;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields, however deep, by their path: {@code arguments.place}, {@code words[0].text}.
 */
final class Fields {
    /** Stands for a personal value whose key is destroyed. */
    static final Object ERASED =
            new Object() {
                @Override
                public String toString() {
                    return "(erased)";
                }
            };

    private final Map<String, Object> found = new LinkedHashMap<>();

    private Fields() {}

    /** Numbers and truth values as they are, all else as text; what is null is left out. */
    static Map<String, Object> of(Event event) {
        Fields fields = new Fields();
        fields.record("", (Record) event);
        return fields.found;
    }

    private void record(String path, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            value(
                    path.isEmpty() ? component.getName() : path + "." + component.getName(),
                    component(record, component));
        }
    }

    private void value(String path, @Nullable Object value) {
        switch (value) {
            case null -> {
                // as if it weren't there
            }
            case Personal.Known<?>(Object known) -> value(path, known);
            case Personal.Erased<?> erased -> found.put(path, ERASED);
            case Digest digest -> {
                // of the owner's key, which a replay hasn't got
            }
            case Identifier identifier -> found.put(path, identifier.value());
            case EventId id -> found.put(path, id.toString());
            case Number number -> found.put(path, number);
            case Boolean truth -> found.put(path, truth);
            case byte[] bytes -> found.put(path, HexFormat.of().formatHex(bytes));
            case Record record -> record(path, record);
            case List<?> list -> {
                found.put(path + ".size", list.size());
                for (int i = 0; i < list.size(); i++) {
                    value(path + "[" + i + "]", list.get(i));
                }
            }
            case Map<?, ?> map ->
                    new TreeMap<>(map).forEach((key, each) -> value(path + "." + key, each));
            default -> found.put(path, value.toString());
        }
    }

    static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }
}
