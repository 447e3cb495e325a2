package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.Topology.Output;
import dev.parley.streams.timer.ReminderTimers;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
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
    private Reminding() {}

    static Plan set(Meaning meaning, ZonedDateTime now) {
        return Moment.plan(
                meaning,
                now,
                "I can remind you once a day at most.",
                at -> {
                    LocalDateTime local = at.local();
                    Map<String, String> arguments = new HashMap<>();
                    arguments.put("action", "add");
                    arguments.put("text", meaning.slots().getOrDefault("text", ""));
                    arguments.put("due", local.atZone(now.getZone()).toInstant().toString());
                    arguments.put(
                            "local", local.toLocalTime().withSecond(0).withNano(0).toString());
                    arguments.put("zone", now.getZone().getId());
                    if (!at.repeats().isEmpty()) {
                        arguments.put(
                                "repeats",
                                String.join("\n", at.repeats().stream().map(Enum::name).toList()));
                    }
                    return new Plan.Ask("reminders", arguments);
                });
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
        Stream<? extends Timer> asked =
                switch (intent) {
                    case "reminder.set" -> Stream.of(ReminderTimers.kept(result, turn, user));
                    case "reminder.cancel" -> ReminderTimers.dropped(result, turn, user).stream();
                    default -> Stream.empty();
                };
        return asked.map(each -> new Output(Topics.TIMER_REQUESTS, each)).toList();
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
