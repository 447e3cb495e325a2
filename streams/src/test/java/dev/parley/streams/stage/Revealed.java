package dev.parley.streams.stage;

import dev.parley.schemas.event.Personal;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What records hold, personal fields included, as a line for each component. */
final class Revealed {
    private Revealed() {}

    static SortedMap<String, String> lines(Object record) {
        SortedMap<String, String> lines = new TreeMap<>();
        reveal("", record, lines);
        return lines;
    }

    static String text(Object record) {
        return record.getClass().getSimpleName() + lines(record);
    }

    private static void reveal(
            String path, @Nullable Object value, SortedMap<String, String> lines) {
        switch (value) {
            case null -> lines.put(path, "nothing");
            case Personal<?> personal ->
                    reveal(path, personal.isErased() ? "(erased)" : personal.get(), lines);
            case List<?> list -> {
                lines.put(path + ".size", String.valueOf(list.size()));
                for (int i = 0; i < list.size(); i++) {
                    reveal(path + "." + i, list.get(i), lines);
                }
            }
            case Map<?, ?> map -> {
                lines.put(path + ".size", String.valueOf(map.size()));
                map.forEach((key, each) -> reveal(path + "." + key, each, lines));
            }
            case Record record -> {
                lines.put(path + ".kind", record.getClass().getSimpleName());
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    try {
                        component.getAccessor().setAccessible(true);
                        reveal(
                                path + "." + component.getName(),
                                component.getAccessor().invoke(record),
                                lines);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            case byte[] bytes -> lines.put(path, bytes.length + " bytes");
            default -> lines.put(path, String.valueOf(value));
        }
    }
}
