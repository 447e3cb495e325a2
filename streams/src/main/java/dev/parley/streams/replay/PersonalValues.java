package dev.parley.streams.replay;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Personal;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces the texts in an event's personal fields; names of map entries stay, and so do
 * the words of a fixed set by which a mention says how it is meant ({@code manner}, {@code which}).
 */
final class PersonalValues {
    private static final Pattern COUNTED = Pattern.compile("all|both|last|\\d{1,2}");
    private static final Map<String, Pattern> FIXED =
            Map.of(
                    "manner",
                    Pattern.compile("correction|another|supplement|retry"),
                    "which",
                    COUNTED,
                    "ordinal",
                    COUNTED,
                    "half",
                    Pattern.compile("known|open"),
                    "repeat",
                    Pattern.compile("daily|weekdays|weekends|hourly"),
                    "referring",
                    Pattern.compile("it|that|one|them"));

    private PersonalValues() {}

    static Event replaced(Event event, UnaryOperator<String> texts) {
        return (Event) replaced((Record) event, texts, false);
    }

    private static Record replaced(Record record, UnaryOperator<String> texts, boolean personal) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = Fields.component(record, components[i]);
            values[i] = value == null ? null : replaced(value, texts, personal);
        }
        return made(record.getClass(), components, values);
    }

    private static Object replaced(Object value, UnaryOperator<String> texts, boolean personal) {
        if (value instanceof Personal<?> field) {
            return field.map(known -> replaced(known, texts, true));
        }
        if (!personal) {
            return value;
        }
        return switch (value) {
            case String text -> texts.apply(text);
            case List<?> list ->
                    list.stream().map(each -> replaced((Object) each, texts, true)).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> all = new LinkedHashMap<>();
                map.forEach(
                        (name, each) ->
                                all.put(
                                        name,
                                        isFixed(name, each)
                                                ? each
                                                : replaced((Object) each, texts, true)));
                yield Map.copyOf(all);
            }
            case Record record -> replaced(record, texts, true);
            default -> value;
        };
    }

    private static boolean isFixed(Object name, Object value) {
        Pattern fixed = FIXED.get(name);
        return fixed != null && value instanceof String text && fixed.matcher(text).matches();
    }

    private static Record made(
            Class<? extends Record> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Constructor<? extends Record> canonical =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }
}
