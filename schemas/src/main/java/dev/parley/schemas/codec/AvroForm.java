package dev.parley.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import java.lang.reflect.AnnotatedType;
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
import java.util.Locale;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The Avro schema of a record class, derived from its components.
 *
 * <p>Identifiers, event ids and big decimals are strings; instants are microseconds; durations are
 * microseconds with the property {@code unit}; sealed families are unions; components annotated
 * {@code @Nullable} are unions with null that default to null; lists and maps default to empty.
 */
final class AvroForm {
    static final String PERSONAL = "personal";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Class<?>, Schema> named = new HashMap<>();

    static Schema of(Class<?> type) {
        return new AvroForm().schema(type);
    }

    static String fullName(Class<?> type) {
        Class<?> family = type.getEnclosingClass();
        return "dev.parley."
                + (family == null ? "state" : family.getSimpleName().toLowerCase(Locale.ROOT))
                + "."
                + type.getSimpleName();
    }

    private Schema schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                return Schema.createArray(schema(generic.getActualTypeArguments()[0]));
            }
            if (generic.getRawType() == Map.class
                    && generic.getActualTypeArguments()[0] == String.class) {
                return Schema.createMap(schema(generic.getActualTypeArguments()[1]));
            }
            throw unsupported(type);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == boolean.class || raw == Boolean.class) {
            return Schema.create(Schema.Type.BOOLEAN);
        }
        if (raw == int.class || raw == Integer.class) {
            return Schema.create(Schema.Type.INT);
        }
        if (raw == long.class || raw == Long.class) {
            return Schema.create(Schema.Type.LONG);
        }
        if (raw == double.class || raw == Double.class) {
            return Schema.create(Schema.Type.DOUBLE);
        }
        if (raw == byte[].class) {
            return Schema.create(Schema.Type.BYTES);
        }
        if (raw == String.class
                || raw == BigDecimal.class
                || raw == EventId.class
                || Identifier.class.isAssignableFrom(raw)) {
            return Schema.create(Schema.Type.STRING);
        }
        if (raw == Instant.class) {
            return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
        }
        if (raw == Duration.class) {
            Schema micros = Schema.create(Schema.Type.LONG);
            micros.addProp("unit", "microseconds");
            return micros;
        }
        Schema known = named.get(raw);
        if (known != null) {
            return known;
        }
        if (raw.isEnum()) {
            Schema symbols =
                    Schema.createEnum(
                            raw.getSimpleName(),
                            null,
                            namespace(raw),
                            Arrays.stream(raw.getEnumConstants())
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .toList());
            named.put(raw, symbols);
            return symbols;
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        if (raw.isSealed()) {
            return Schema.createUnion(leaves(raw).stream().map(this::schema).toList());
        }
        throw unsupported(type);
    }

    private Schema record(Class<?> type) {
        Schema record = Schema.createRecord(type.getSimpleName(), null, namespace(type), false);
        named.put(type, record);
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        record.setFields(fields);
        return record;
    }

    private Schema.Field field(RecordComponent component) {
        String name = component.getName();
        if (component.getGenericType() instanceof ParameterizedType generic
                && generic.getRawType() == Personal.class) {
            Schema sealed = Schema.create(Schema.Type.BYTES);
            Schema.Field field =
                    isNullable(component) ? nullable(name, sealed) : new Schema.Field(name, sealed);
            field.addProp(
                    PERSONAL, json(new AvroForm().schema(generic.getActualTypeArguments()[0])));
            return field;
        }
        Schema schema = schema(component.getGenericType());
        if (isNullable(component)) {
            return nullable(name, schema);
        }
        return switch (schema.getType()) {
            case ARRAY -> new Schema.Field(name, schema, null, List.of());
            case MAP -> new Schema.Field(name, schema, null, Map.of());
            default -> new Schema.Field(name, schema);
        };
    }

    private static Schema.Field nullable(String name, Schema schema) {
        return new Schema.Field(
                name,
                Schema.createUnion(Schema.create(Schema.Type.NULL), schema),
                null,
                JsonProperties.NULL_VALUE);
    }

    private static Object json(Schema schema) {
        try {
            return JSON.readValue(schema.toString(), Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The schema of a personal field's clear value. */
    static Schema clear(Schema.Field field) {
        try {
            return new Schema.Parser()
                    .parse(JSON.writeValueAsString(field.getObjectProp(PERSONAL)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isNullable(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class);
    }

    /** The records of a sealed family, in the order of its declaration. */
    static List<Class<?>> leaves(Class<?> family) {
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            if (member.isRecord()) {
                leaves.add(member);
            } else {
                leaves.addAll(leaves(member));
            }
        }
        return leaves;
    }

    private static String namespace(Class<?> type) {
        String name = fullName(type);
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static IllegalArgumentException unsupported(Type type) {
        return new IllegalArgumentException("no Avro form for " + type);
    }
}
