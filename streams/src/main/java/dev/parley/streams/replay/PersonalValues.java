package dev.parley.streams.replay;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Tool;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces the texts in an event's personal fields; names of map entries stay, and so
 * does what the dialogue decides by: words of a fixed set ({@code manner}, {@code which}), and
 * days, times and lengths of time, which the moments of timers tell anyway.
 */
final class PersonalValues {
    private static final String DAY =
            "(?:next |last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|yesterday"
                    + "|-?P\\d{1,5}[DWMY]|(?:\\d{4}-|--)\\d\\d-\\d\\d|---\\d\\d";
    private static final String COUNTED = "all|both|last|that|\\d{1,4}";
    private static final String LENGTH = "-?P[0-9DTHMS.]{1,30}";
    private static final String RHYTHM = "daily|weekdays|weekends|hourly|" + DAY;
    private static final Map<String, Pattern> FIXED =
            fixed(
                    Map.ofEntries(
                            Map.entry("manner", "correction|another|supplement|retry"),
                            Map.entry("deed", "cancel|extend"),
                            Map.entry("action", "[a-z]{1,10}"),
                            Map.entry("list", "todo|shopping"),
                            Map.entry("which", COUNTED),
                            Map.entry("ordinal", COUNTED),
                            Map.entry("number", "-?\\d{1,3}"),
                            Map.entry("half", "known|open"),
                            Map.entry("time", "\\d\\d:\\d\\d"),
                            Map.entry("local", "\\d\\d:\\d\\d"),
                            Map.entry("date", DAY),
                            Map.entry("day", DAY),
                            Map.entry("duration", LENGTH),
                            Map.entry("shift", LENGTH),
                            Map.entry("due", "\\d{4}-[0-9T:.-]{1,30}Z"),
                            Map.entry("repeat", RHYTHM),
                            Map.entry("repeats", "[A-Z\\n]{1,80}"),
                            Map.entry("direction", "up|down|least|most|normal"),
                            Map.entry("level", "\\d{1,3}(?:\\.\\d)?%?"),
                            Map.entry("by", "\\d{1,3}(?:\\.\\d)?%?"),
                            Map.entry("off", "[a-z]{1,10}"),
                            Map.entry("place", "here|home|my place"),
                            Map.entry("referring", "it|that|one|them|there")));

    /** What the dialogue takes over from a tool's result into a timer. */
    private static final Set<String> TAKEN_OVER = Set.of("due", "duration", "local", "repeats");

    private final UnaryOperator<String> texts;
    private final Map<String, Pattern> fixed;

    private PersonalValues(UnaryOperator<String> texts, Map<String, Pattern> fixed) {
        this.texts = texts;
        this.fixed = fixed;
    }

    static Event replaced(Event event, UnaryOperator<String> texts) {
        Map<String, Pattern> fixed = new HashMap<>(FIXED);
        if (event instanceof Tool.Succeeded) {
            fixed.keySet().retainAll(TAKEN_OVER);
        }
        return (Event) new PersonalValues(texts, fixed).replaced((Record) event, false);
    }

    private Record replaced(Record record, boolean personal) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = Fields.component(record, components[i]);
            values[i] = value == null ? null : replaced(value, personal);
        }
        return made(record.getClass(), components, values);
    }

    private Object replaced(Object value, boolean personal) {
        if (value instanceof Personal<?> field) {
            return field.map(known -> replaced(known, true));
        }
        if (!personal) {
            return value;
        }
        return switch (value) {
            case String text -> texts.apply(text);
            case List<?> list -> list.stream().map(each -> replaced((Object) each, true)).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> all = new LinkedHashMap<>();
                map.forEach(
                        (name, each) ->
                                all.put(
                                        name,
                                        isFixed(name, each)
                                                ? each
                                                : replaced((Object) each, true)));
                yield Map.copyOf(all);
            }
            case Record record -> replaced(record, true);
            default -> value;
        };
    }

    private boolean isFixed(Object name, Object value) {
        Pattern form = name instanceof String text ? fixed.get(text) : null;
        return form != null && value instanceof String text && form.matcher(text).matches();
    }

    private static Map<String, Pattern> fixed(Map<String, String> values) {
        Map<String, Pattern> patterns = new HashMap<>();
        values.forEach((name, form) -> patterns.put(name, Pattern.compile(form)));
        return Map.copyOf(patterns);
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
