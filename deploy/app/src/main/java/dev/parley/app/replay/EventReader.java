package dev.parley.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.topics.EventFields;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records from the JSON that {@link EventFields} makes of them. As with the schemas, fields that
 * this build doesn't know are passed over, and what an older build didn't write is null or empty.
 */
final class EventReader {
    private EventReader() {}

    /**
     * @throws IllegalArgumentException that names the field, if it can't be read
     */
    static Record read(Class<?> type, JsonNode json) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            try {
                values[i] = component(component, json.path(component.getName()));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        type.getSimpleName()
                                + "."
                                + component.getName()
                                + " is missing or malformed",
                        e);
            }
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return (Record) made(type, types, values);
    }

    private static @Nullable Object component(RecordComponent component, JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            if (component
                    .getAnnotatedType()
                    .isAnnotationPresent(org.jspecify.annotations.Nullable.class)) {
                return null;
            }
            if (component.getType() == List.class) {
                return List.of();
            }
            if (component.getType() == Map.class) {
                return Map.of();
            }
            throw new IllegalArgumentException("missing");
        }
        return value(component.getGenericType(), json);
    }

    private static Object value(Type type, JsonNode json) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Personal.class) {
                return json.isTextual() && json.textValue().equals(EventFields.ERASED)
                        ? Personal.erased()
                        : Personal.of(value(arguments[0], json));
            }
            if (generic.getRawType() == List.class) {
                expect(json.isArray());
                List<Object> items = new ArrayList<>();
                json.forEach(item -> items.add(value(arguments[0], item)));
                return List.copyOf(items);
            }
            expect(json.isObject());
            Map<String, Object> entries = new HashMap<>();
            json.properties()
                    .forEach(
                            entry ->
                                    entries.put(
                                            entry.getKey(), value(arguments[1], entry.getValue())));
            return Map.copyOf(entries);
        }
        return scalar((Class<?>) type, json);
    }

    private static Object scalar(Class<?> type, JsonNode json) {
        if (type == boolean.class || type == Boolean.class) {
            expect(json.isBoolean());
            return json.booleanValue();
        }
        if (type == int.class || type == Integer.class) {
            expect(json.canConvertToInt());
            return json.intValue();
        }
        if (type == long.class || type == Long.class) {
            expect(json.canConvertToLong());
            return json.longValue();
        }
        if (type == double.class || type == Double.class) {
            expect(json.isNumber());
            return json.doubleValue();
        }
        if (type.isRecord() && json.isObject()) {
            return read(type, json);
        }
        expect(json.isTextual() || json.isBinary());
        String text = json.asText();
        if (type == String.class) {
            return text;
        }
        if (type == byte[].class) {
            return bytes(json);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(text);
        }
        if (type == EventId.class) {
            return EventId.parse(text);
        }
        if (Identifier.class.isAssignableFrom(type)) {
            return made(type, new Class<?>[] {String.class}, new Object[] {text});
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(text))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new);
        }
        throw new IllegalArgumentException("no way to read a " + type);
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return json.binaryValue();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void expect(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("of another type");
        }
    }

    private static Object made(Class<?> type, Class<?>[] parameters, @Nullable Object[] values) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(parameters);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getSimpleName() + " refuses it", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
