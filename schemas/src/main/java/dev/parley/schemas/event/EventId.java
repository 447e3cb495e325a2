package dev.parley.schemas.event;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The derived name of an event: its writer and a path of numbers, {@code writer/12.0.3}.
 *
 * <p>An event that another one caused has the causing id's path plus an ordinal; in a topology, and
 * where sound is heard, the path is the input's offset plus an ordinal; at an entrance it is a
 * counter, which each connection begins anew under a writer's name of its own. Per session and
 * writer, ids grow, so that a reader that keeps the highest one seen knows a repeated event when it
 * meets it.
 */
public record EventId(String writer, List<Long> path) implements Comparable<EventId> {
    public EventId {
        if (writer.isEmpty() || writer.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a writer's name is not empty and holds no '/'");
        }
        if (path.isEmpty() || path.size() > 32) {
            throw new IllegalArgumentException("an event id's path has 1 to 32 numbers");
        }
        path = List.copyOf(path);
    }

    public static EventId of(String writer, long... path) {
        List<Long> numbers = new ArrayList<>(path.length);
        for (long number : path) {
            numbers.add(number);
        }
        return new EventId(writer, numbers);
    }

    public static EventId parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("not an event id: <writer>/<number>.<number>…");
        }
        List<Long> path = new ArrayList<>();
        for (String number : text.substring(slash + 1).split("\\.", -1)) {
            path.add(Long.parseLong(number));
        }
        return new EventId(text.substring(0, slash), path);
    }

    /** The id of the event number {@code ordinal} that {@code writer} makes because of this one. */
    public EventId cause(String writer, long ordinal) {
        List<Long> longer = new ArrayList<>(path);
        longer.add(ordinal);
        return new EventId(writer, longer);
    }

    /** Orders ids of one session and writer. */
    @Override
    public int compareTo(EventId other) {
        for (int i = 0; i < Math.min(path.size(), other.path.size()); i++) {
            int order = Long.compare(path.get(i), other.path.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(path.size(), other.path.size());
    }

    /** The path alone, for names that are made of it. */
    public String pathText() {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return writer + "/" + pathText();
    }
}
