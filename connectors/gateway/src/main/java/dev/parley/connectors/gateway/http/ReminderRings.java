package dev.parley.connectors.gateway.http;

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
 * What rings, or no longer rings, once the tool has kept or dropped a reminder; under the ids that
 * the dialogue gives the timers of reminders, so that either drops what the other has kept.
 */
final class ReminderRings {
    private static final String RINGS = "reminder_";

    private ReminderRings() {}

    static List<Timer> after(String action, Map<String, String> result, TurnId turn, UserId user) {
        return switch (action) {
            case "add" -> List.of(requested(result, turn, user));
            case "remove" ->
                    lines(result, "ids").stream()
                            .<Timer>map(
                                    id -> new Timer.Withdrawn(new TimerId(RINGS + id), turn, user))
                            .toList();
            default -> List.of();
        };
    }

    private static Timer requested(Map<String, String> result, TurnId turn, UserId user) {
        Instant due = Instant.parse(result.getOrDefault("due", ""));
        ZoneId zone = ZoneId.of(result.getOrDefault("zone", "UTC"));
        return new Timer.Requested(
                new TimerId(RINGS + result.getOrDefault("id", "")),
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

    private static List<String> lines(Map<String, String> result, String name) {
        return result.getOrDefault(name, "").lines().filter(line -> !line.isBlank()).toList();
    }
}
