package dev.parley.streams.dialogue;

import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/** Turns what the user wants into a plan. */
final class Planner {
    private Planner() {}

    /**
     * @param chance what dice and jokes are drawn from
     * @param now on the user's clock
     */
    static Plan plan(Meaning meaning, Chance chance, ZonedDateTime now) {
        Optional<Need> need = Need.of(meaning.intent(), meaning.slots());
        if (need.isPresent()) {
            return need.get().asked(meaning);
        }
        return SmallTalk.about(meaning.intent(), meaning.slots(), chance)
                .<Plan>map(answer -> answer)
                .or(() -> Errands.plan(meaning.intent(), meaning.slots()))
                .orElseGet(() -> plan(meaning, now));
    }

    private static Plan plan(Meaning meaning, ZonedDateTime now) {
        String intent = meaning.intent();
        Map<String, String> slots = meaning.slots();
        return switch (intent) {
            case "time" -> Plan.Ask.of("clock", slots, "place");
            case "date" -> Plan.Ask.of("clock", slots, "place", "day");
            case "timezone" -> Plan.Ask.of("timezone", slots, "place");
            case "calculate" -> Plan.Ask.of("calculator", slots, "expression");
            case "convert.units" -> Plan.Ask.of("units", slots, "amount", "from", "to");
            case "timer.set" -> Plan.Ask.of("timer", slots, "duration", "label");
            case "timer.cancel", "timer.list", "alarm.cancel", "alarm.list" ->
                    new Plan.Consult(meaning);
            case "alarm.set" -> Timekeeping.alarm(meaning, now);
            case "reminder.set" -> Reminding.set(meaning, now);
            case "reminder.list" -> Reminding.list();
            case "reminder.cancel" -> Reminding.remove(slots);
            case "user.name" -> Profile.name();
            case "user.name.set" -> Profile.call(slots);
            case "repeat" -> new Plan.Repeat();
            case "cancel" -> Plan.Say.of("Okay.");
            case "next.holiday" -> Plan.Ask.of("holidays", slots, "place");
            case "yes", "no" -> Plan.Say.of("All right.");
            case "speed.set", "volume.set", "whisper" -> new Plan.Tune(meaning);
            case "memory.remember",
                    "memory.recall",
                    "memory.forget",
                    "web.search",
                    "page.open",
                    "music.play",
                    "video.play",
                    "smart.home",
                    "call.make",
                    "message.send",
                    "phone.find",
                    "translate" ->
                    Plan.Say.of("Sorry, I can't do that yet.", "You can ask me what I can do.");
            default ->
                    Plan.Say.of(
                            "Sorry, I did not understand that.", "You can ask me what I can do.");
        };
    }
}
