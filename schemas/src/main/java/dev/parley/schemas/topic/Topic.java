package dev.parley.schemas.topic;

import dev.parley.schemas.event.Event;
import java.time.Duration;
import java.util.List;

/**
 * A topic of the catalogue.
 *
 * @param name without the prefix
 * @param key what its records are keyed by
 * @param carries the families or types of events that it carries; none if it holds schemas
 * @param retention how long records are kept; {@link #UNLIMITED} for ever
 * @param audio whether it carries sound: few headers, batches across sessions
 */
public record Topic(
        String name,
        Key key,
        List<Class<? extends Event>> carries,
        Duration retention,
        Cleanup cleanup,
        boolean audio) {
    public static final String PREFIX = "parley.";
    public static final Duration UNLIMITED = Duration.ofMillis(-1);

    /** What a topic's records are keyed by. */
    public enum Key {
        /** The session; its id names the partition. */
        SESSION,
        /** The user; the default partitioner places them. */
        USER,
        /** A schema's id in decimal: no events, but what other builds need to read them. */
        SCHEMA
    }

    /** What happens to old records. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /** The name on the broker. */
    public String fullName() {
        return PREFIX + name;
    }

    public boolean carries(Class<? extends Event> type) {
        return carries.stream().anyMatch(family -> family.isAssignableFrom(type));
    }

    @Override
    public String toString() {
        return name;
    }
}
