package dev.parley.connectors.tools.notebook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to be told at a time.
 *
 * @param due when, or when for the first time
 * @param local the time on the user's clock, {@code HH:mm}, if that is what was said
 * @param zone the user's IANA zone
 * @param repeats the days on which it comes again, as the slots name them; empty for once
 */
public record Reminder(
        String id,
        String text,
        Instant due,
        @Nullable String local,
        String zone,
        List<String> repeats)
        implements Entry {
    public Reminder {
        repeats = List.copyOf(repeats);
    }

    @Override
    public Reminder withText(String other) {
        return new Reminder(id, other, due, local, zone, repeats);
    }

    boolean isOver(Instant now) {
        return repeats.isEmpty() && !due.isAfter(now);
    }
}
