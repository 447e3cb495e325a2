package dev.parley.app.scenario;

import dev.parley.schemas.event.Event;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The types of events by the names that scenarios give them: {@code Timer.Fired}. */
final class EventTypes {
    private static final Map<Class<?>, String> NAMES = new ConcurrentHashMap<>();

    private EventTypes() {}

    static String name(Event event) {
        return NAMES.computeIfAbsent(event.getClass(), EventTypes::name);
    }

    private static String name(Class<?> type) {
        Class<?> family = type.getEnclosingClass();
        return (family == null ? "" : family.getSimpleName() + ".") + type.getSimpleName();
    }

    static SortedSet<String> all() {
        SortedSet<String> names = new TreeSet<>();
        collect(Event.class, names);
        return names;
    }

    private static void collect(Class<?> type, SortedSet<String> names) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> collect(each, names));
        } else {
            names.add(name(type));
        }
    }
}
