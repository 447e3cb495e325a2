package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.Timer.Kind;
import dev.parley.schemas.event.Timer.Ring;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.calendar.SaidMoment;
import dev.parley.streams.stage.Topology.Output;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reminders: the tool keeps them, so that they can be read and changed elsewhere too; the timers
 * ring them.
 */
final class Reminding {
    private static final String RINGS = "reminder_";

    private Reminding() {}

    static Plan set(Meaning meaning, ZonedDateTime now) {
        return switch (SaidMoment.of(meaning.slots(), now)) {
            case SaidMoment.At(LocalDateTime local, List<DayOfWeek> repeats) -> {
                Map<String, String> arguments = new HashMap<>();
                arguments.put("action", "add");
                arguments.put("text", meaning.slots().getOrDefault("text", ""));
                arguments.put("due", local.atZone(now.getZone()).toInstant().toString());
                arguments.put("local", local.toLocalTime().withSecond(0).withNano(0).toString());
                arguments.put("zone", now.getZone().getId());
                if (!repeats.isEmpty()) {
                    arguments.put(
                            "repeats",
                            String.join("\n", repeats.stream().map(Enum::name).toList()));
                }
                yield new Plan.Ask("reminders", arguments);
            }
            case SaidMoment.NoTime none ->
                    new Plan.Elicit(meaning, "time", "When should I remind you?");
            case SaidMoment.Past past -> Plan.Say.of("That time is over already.");
            case SaidMoment.Impossible impossible -> Plan.Say.of("I don't know such a time.");
            case SaidMoment.TooOften often -> Plan.Say.of("I can remind you once a day at most.");
        };
    }

    static Plan list() {
        return new Plan.Ask(
                "reminders", Map.of("action", "read", "most", String.valueOf(Errands.READ_ALOUD)));
    }

    static Plan remove(Map<String, String> slots) {
        String which = slots.getOrDefault("which", "");
        return new Plan.Ask(
                "reminders",
                Map.of(
                        "action",
                        "remove",
                        "which",
                        which.isEmpty() || which.equals(Selection.THAT) ? "last" : which));
    }

    /** What rings, or no longer rings, once the tool has kept or dropped it. */
    static List<Output> rings(String intent, Map<String, String> result, TurnId turn, UserId user) {
        return switch (intent) {
            case "reminder.set" ->
                    List.of(new Output(Topics.TIMER_REQUESTS, ring(result, turn, user)));
            case "reminder.cancel" ->
                    lines(result, "ids")
                            .<Output>map(
                                    id ->
                                            new Output(
                                                    Topics.TIMER_REQUESTS,
                                                    new Timer.Withdrawn(
                                                            new TimerId(RINGS + id), turn, user)))
                            .toList();
            default -> List.of();
        };
    }

    private static Timer.Requested ring(Map<String, String> result, TurnId turn, UserId user) {
        Instant due = Instant.parse(result.getOrDefault("due", ""));
        ZoneId zone = ZoneId.of(result.getOrDefault("zone", "UTC"));
        return new Timer.Requested(
                new TimerId(RINGS + result.getOrDefault("id", "")),
                turn,
                user,
                Timer.Purpose.RING,
                due,
                Personal.of(result.getOrDefault("text", "")),
                new Ring(
                        Kind.REMINDER,
                        null,
                        due.atZone(zone).toLocalDateTime().toString(),
                        zone.getId(),
                        lines(result, "repeats").toList()));
    }

    static String confirmed(Map<String, String> result, ZonedDateTime now) {
        LocalDateTime at =
                Instant.parse(result.getOrDefault("due", ""))
                        .atZone(now.getZone())
                        .toLocalDateTime();
        List<DayOfWeek> days = lines(result, "repeats").map(DayOfWeek::valueOf).toList();
        String when =
                days.isEmpty()
                        ? Spoken.moment(at, now.toLocalDate())
                        : Spoken.repeated(days, at.toLocalTime());
        return "I'll remind you "
                + when
                + ": "
                + ErrandPhrases.spoken(result.getOrDefault("text", ""))
                + ".";
    }

    static String removed(Map<String, String> result) {
        List<String> gone = lines(result, "removed").map(ErrandPhrases::spoken).toList();
        return switch (gone.size()) {
            case 0 -> "There is no such reminder.";
            case 1 -> "I won't remind you of that: " + gone.getFirst() + ".";
            default -> "I dropped " + Spoken.number(gone.size()) + " reminders.";
        };
    }

    private static Stream<String> lines(Map<String, String> result, String name) {
        return result.getOrDefault(name, "").lines().filter(line -> !line.isBlank());
    }
}
