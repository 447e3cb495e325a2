package dev.parley.schemas.codec;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Identifier;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes any record with random components, the same for the same seed. */
public final class RandomRecords {
    private final Random random;

    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    public Object make(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                boolean nothing = AvroForm.isNullable(components[i]) && random.nextBoolean();
                values[i] = nothing ? null : value(components[i].getGenericType());
            }
            Constructor<?> constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.getName(), e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Personal.class) {
                return random.nextInt(8) == 0
                        ? Personal.erased()
                        : Personal.of(value(arguments[0]));
            }
            if (generic.getRawType() == List.class) {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(arguments[0]));
                }
                return list;
            }
            Map<String, Object> map = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                map.put(text(), value(arguments[1]));
            }
            return map;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == boolean.class || raw == Boolean.class) {
            return random.nextBoolean();
        }
        if (raw == int.class || raw == Integer.class) {
            return random.nextInt();
        }
        if (raw == long.class || raw == Long.class) {
            return random.nextLong();
        }
        if (raw == double.class || raw == Double.class) {
            return random.nextGaussian();
        }
        if (raw == String.class) {
            return text();
        }
        if (raw == byte[].class) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (raw == Instant.class) {
            return Instant.EPOCH.plus(random.nextLong() >> 12, ChronoUnit.MICROS);
        }
        if (raw == Duration.class) {
            return Duration.of(random.nextLong() >> 12, ChronoUnit.MICROS);
        }
        if (raw == BigDecimal.class) {
            return BigDecimal.valueOf(random.nextLong(), random.nextInt(20));
        }
        if (raw == EventId.class) {
            return EventId.of("writer" + random.nextInt(9), random.nextLong(), random.nextInt(9));
        }
        if (raw == SessionId.class) {
            return SessionId.on(random.nextInt(32), "abcd" + random.nextInt(1000));
        }
        if (Identifier.class.isAssignableFrom(raw)) {
            try {
                return raw.getConstructor(String.class).newInstance("id" + random.nextInt(1000));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        if (raw.isSealed()) {
            List<Class<?>> leaves = AvroForm.leaves(raw);
            return make(leaves.get(random.nextInt(leaves.size())));
        }
        return make(raw);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    random.nextInt(4) == 0
                            ? 0x1F600 + random.nextInt(60)
                            : ' ' + random.nextInt(90));
        }
        return text.toString();
    }
}
