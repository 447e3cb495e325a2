package dev.parley.schemas.codec;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Maps a record to Avro's generic form and back. Made once per class. */
final class RecordMapper {
    /** How personal fields are closed and opened, for one record. */
    interface Seals {
        byte[] seal(Schema.Field field, String name, Object avro);

        /** The Avro form of the clear value; null if it is erased. */
        @Nullable Object open(Schema.Field field, String name, byte[] sealed);
    }

    /** A component's way to Avro and back. */
    private interface Form {
        @Nullable Object toAvro(Object value, Seals seals);

        Object toJava(Object avro, Seals seals);
    }

    private record Scalar(Function<Object, Object> out, Function<Object, Object> in)
            implements Form {
        @Override
        public Object toAvro(Object value, Seals seals) {
            return out.apply(value);
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            return in.apply(avro);
        }
    }

    private final Schema schema;
    private final Form root;

    RecordMapper(Class<?> type) {
        this.schema = AvroForm.of(type);
        this.root = new Forms().form(type, schema);
    }

    Schema schema() {
        return schema;
    }

    Object toAvro(Object value, Seals seals) {
        Object avro = root.toAvro(value, seals);
        if (avro == null) {
            throw new IllegalStateException("a record became nothing");
        }
        return avro;
    }

    Object toJava(Object avro, Seals seals) {
        return root.toJava(avro, seals);
    }

    private static final class Forms {
        private final Map<Class<?>, Form> records = new HashMap<>();

        Form form(Type type, Schema schema) {
            if (type instanceof ParameterizedType generic) {
                if (generic.getRawType() == List.class) {
                    return new ListForm(
                            schema,
                            form(generic.getActualTypeArguments()[0], schema.getElementType()));
                }
                return new MapForm(
                        form(generic.getActualTypeArguments()[1], schema.getValueType()));
            }
            Class<?> raw = (Class<?>) type;
            if (raw == byte[].class) {
                return new Scalar(
                        value -> ByteBuffer.wrap((byte[]) value), avro -> bytes((ByteBuffer) avro));
            }
            if (raw == String.class) {
                return new Scalar(value -> value, Object::toString);
            }
            if (raw == BigDecimal.class) {
                return new Scalar(Object::toString, avro -> new BigDecimal(avro.toString()));
            }
            if (raw == EventId.class) {
                return new Scalar(Object::toString, avro -> EventId.parse(avro.toString()));
            }
            if (raw == Instant.class) {
                return new Scalar(
                        value -> ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value),
                        avro -> Instant.EPOCH.plus((Long) avro, ChronoUnit.MICROS));
            }
            if (raw == Duration.class) {
                return new Scalar(
                        value -> ((Duration) value).toNanos() / 1000,
                        avro -> Duration.of((Long) avro, ChronoUnit.MICROS));
            }
            if (Identifier.class.isAssignableFrom(raw)) {
                MethodHandle make = constructor(raw, String.class);
                return new Scalar(
                        value -> ((Identifier) value).value(),
                        avro -> invoke(make, avro.toString()));
            }
            if (raw.isEnum()) {
                Map<String, Object> constants =
                        Arrays.stream(raw.getEnumConstants())
                                .collect(
                                        Collectors.toMap(
                                                constant -> ((Enum<?>) constant).name(),
                                                constant -> constant));
                return new Scalar(
                        value -> new GenericData.EnumSymbol(schema, ((Enum<?>) value).name()),
                        avro -> constant(constants, avro.toString()));
            }
            if (raw.isRecord()) {
                Form known = records.get(raw);
                return known != null ? known : record(raw, schema);
            }
            if (raw.isSealed()) {
                return union(raw, schema);
            }
            return new Scalar(value -> value, avro -> avro);
        }

        private Form union(Class<?> family, Schema schema) {
            Map<Class<?>, Form> byClass = new HashMap<>();
            Map<String, Form> byName = new HashMap<>();
            for (Class<?> leaf : AvroForm.leaves(family)) {
                Schema of =
                        schema.getTypes().stream()
                                .filter(each -> each.getFullName().equals(AvroForm.fullName(leaf)))
                                .findFirst()
                                .orElseThrow();
                Form form = form(leaf, of);
                byClass.put(leaf, form);
                byName.put(of.getFullName(), form);
            }
            return new UnionForm(byClass, byName);
        }

        private Form record(Class<?> type, Schema schema) {
            RecordComponent[] components = type.getRecordComponents();
            Part[] parts = new Part[components.length];
            Form form = new RecordForm(schema, constructor(type, classes(components)), parts);
            records.put(type, form);
            for (int i = 0; i < components.length; i++) {
                parts[i] = part(components[i], schema.getFields().get(i), schema.getFullName());
            }
            return form;
        }

        private Part part(RecordComponent component, Schema.Field field, String record) {
            MethodHandle accessor = accessor(component);
            String name = record + "." + field.name();
            if (component.getGenericType() instanceof ParameterizedType generic
                    && generic.getRawType() == Personal.class) {
                Form clear =
                        new Forms()
                                .form(generic.getActualTypeArguments()[0], AvroForm.clear(field));
                return new Part(accessor, new PersonalForm(field, name, clear));
            }
            Schema schema = field.schema();
            if (AvroForm.isNullable(component)) {
                schema = schema.getTypes().get(1);
            }
            return new Part(accessor, form(component.getGenericType(), schema));
        }

        private static Class<?>[] classes(RecordComponent[] components) {
            return Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        }
    }

    private record Part(MethodHandle accessor, Form form) {}

    private record RecordForm(Schema schema, MethodHandle make, Part[] parts) implements Form {
        @Override
        public Object toAvro(Object value, Seals seals) {
            GenericRecord avro = new GenericData.Record(schema);
            for (int i = 0; i < parts.length; i++) {
                @Nullable Object component = invokeNullable(parts[i].accessor, value);
                if (component != null) {
                    avro.put(i, parts[i].form.toAvro(component, seals));
                }
            }
            return avro;
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            IndexedRecord record = (IndexedRecord) avro;
            @Nullable Object[] arguments = new @Nullable Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                @Nullable Object component = record.get(i);
                arguments[i] = component == null ? null : parts[i].form.toJava(component, seals);
            }
            try {
                return make.invokeWithArguments(arguments);
            } catch (RuntimeException e) {
                throw new CodecException(schema.getFullName() + " refuses its components", e);
            } catch (Throwable e) {
                throw new CodecException(schema.getFullName() + " can't be made", e);
            }
        }
    }

    private record PersonalForm(Schema.Field field, String name, Form clear) implements Form {
        @Override
        public Object toAvro(Object value, Seals seals) {
            return switch ((Personal<?>) value) {
                case Personal.Erased<?>() -> ByteBuffer.allocate(0);
                case Personal.Known<?>(Object known) -> {
                    Object avro = clear.toAvro(known, seals);
                    if (avro == null) {
                        throw new CodecException(name + " is nothing");
                    }
                    yield ByteBuffer.wrap(seals.seal(field, name, avro));
                }
            };
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            Object known = seals.open(field, name, bytes((ByteBuffer) avro));
            return known == null ? Personal.erased() : Personal.of(clear.toJava(known, seals));
        }
    }

    private record UnionForm(Map<Class<?>, Form> byClass, Map<String, Form> byName)
            implements Form {
        @Override
        public @Nullable Object toAvro(Object value, Seals seals) {
            Form form = byClass.get(value.getClass());
            if (form == null) {
                throw new CodecException(value.getClass() + " is not of the family");
            }
            return form.toAvro(value, seals);
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            Form form = byName.get(((IndexedRecord) avro).getSchema().getFullName());
            if (form == null) {
                throw new CodecException("a union's member is not known");
            }
            return form.toJava(avro, seals);
        }
    }

    private record ListForm(Schema schema, Form element) implements Form {
        @Override
        public Object toAvro(Object value, Seals seals) {
            List<?> list = (List<?>) value;
            GenericData.Array<@Nullable Object> avro = new GenericData.Array<>(list.size(), schema);
            for (Object each : list) {
                avro.add(element.toAvro(each, seals));
            }
            return avro;
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            return ((List<?>) avro).stream().map(each -> element.toJava(each, seals)).toList();
        }
    }

    private record MapForm(Form value) implements Form {
        @Override
        public Object toAvro(Object map, Seals seals) {
            Map<String, @Nullable Object> avro = new HashMap<>();
            ((Map<?, ?>) map)
                    .forEach((key, each) -> avro.put((String) key, value.toAvro(each, seals)));
            return avro;
        }

        @Override
        public Object toJava(Object avro, Seals seals) {
            Map<String, Object> map = new HashMap<>();
            ((Map<?, ?>) avro)
                    .forEach((key, each) -> map.put(key.toString(), value.toJava(each, seals)));
            return Map.copyOf(map);
        }
    }

    private static Object constant(Map<String, Object> constants, String name) {
        Object constant = constants.get(name);
        if (constant == null) {
            throw new CodecException("no constant " + name);
        }
        return constant;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static MethodHandle constructor(Class<?> type, Class<?>... parameters) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle accessor(RecordComponent component) {
        try {
            return MethodHandles.privateLookupIn(
                            component.getDeclaringRecord(), MethodHandles.lookup())
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object invokeNullable(MethodHandle handle, Object argument) {
        try {
            return handle.invokeExact(argument);
        } catch (Throwable e) {
            throw new CodecException("a component can't be read", e);
        }
    }

    private static Object invoke(MethodHandle handle, Object argument) {
        try {
            return handle.invoke(argument);
        } catch (Throwable e) {
            throw new CodecException("an identifier is malformed", e);
        }
    }
}
