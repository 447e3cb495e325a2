package dev.parley.streams.timer;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What is asked of the timers once the tool {@code reminders} has kept or dropped one. The ids of
 * the timers are made of the tool's, so that whoever drops a reminder drops its timer, too.
 */
public final class ReminderTimers {
    private static final String ID = "reminder_";

    private ReminderTimers() {}

    /**
     * Rings a reminder that was kept.
     *
     * @param result {@code id}, {@code text}, {@code due} (ISO 8601), {@code zone} (IANA), {@code
     *     repeats} (a line a day), as the tool gives them
     * @throws java.time.DateTimeException if there is no such moment or zone
     */
    public static Timer.Requested kept(Map<String, String> result, TurnId turn, UserId user) {
        Instant due = Instant.parse(result.getOrDefault("due", ""));
        ZoneId zone = ZoneId.of(result.getOrDefault("zone", "UTC"));
        return new Timer.Requested(
                new TimerId(ID + result.getOrDefault("id", "")),
                turn,
                user,
                Timer.Purpose.RING,
                due,
                Personal.of(result.getOrDefault("text", "")),
                new Timer.Ring(
                        Timer.Kind.REMINDER,
                        null,
                        due.atZone(zone).toLocalDateTime().toString(),
                        zone.getId(),
                        lines(result, "repeats")));
    }

    /**
     * Rings those no longer that were dropped.
     *
     * @param result {@code ids}, a line each, as the tool gives them
     */
    public static List<Timer.Withdrawn> dropped(
            Map<String, String> result, TurnId turn, UserId user) {
        return lines(result, "ids").stream()
                .map(id -> new Timer.Withdrawn(new TimerId(ID + id), turn, user))
                .toList();
    }

    private static List<String> lines(Map<String, String> result, String name) {
        return result.getOrDefault(name, "").lines().filter(line -> !line.isBlank()).toList();
    }
}
