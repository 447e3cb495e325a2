package dev.parley.streams.dialogue;

import java.util.HashMap;
import java.util.Map;

/** Turns an intent and its slots into a plan. */
final class Planner {
    private Planner() {}

    /**
     * @param chance what dice and jokes are drawn from
     */
    static Plan plan(String intent, Map<String, String> slots, Chance chance) {
        return SmallTalk.about(intent, slots, chance)
                .<Plan>map(answer -> answer)
                .or(() -> Errands.plan(intent, slots))
                .orElseGet(() -> plan(intent, slots));
    }

    private static Plan plan(String intent, Map<String, String> slots) {
        return switch (intent) {
            case "time" -> ask("clock", slots, "place");
            case "date" -> ask("clock", slots, "place", "day");
            case "timezone" ->
                    slots.containsKey("place")
                            ? ask("timezone", slots, "place")
                            : Plan.Say.of("For which place would you like to know that?");
            case "calculate" ->
                    slots.containsKey("expression")
                            ? ask("calculator", slots, "expression")
                            : Plan.Say.of("I did not understand what to calculate.");
            case "convert.units" ->
                    slots.containsKey("amount")
                                    && slots.containsKey("from")
                                    && slots.containsKey("to")
                            ? ask("units", slots, "amount", "from", "to")
                            : Plan.Say.of("I did not understand what to convert.");
            case "timer.set" ->
                    slots.containsKey("duration")
                            ? ask("timer", slots, "duration", "label")
                            : Plan.Say.of("For how long should I set the timer?");
            case "next.holiday" -> ask("holidays", slots, "place");
            case "yes", "no" -> Plan.Say.of("All right.");
            case "cancel" -> Plan.Say.of("Okay.");
            case "definition" -> Plan.Say.of("Sorry, I can't look up what words mean yet.");
            case "timer.cancel",
                    "timer.list",
                    "alarm.set",
                    "alarm.cancel",
                    "alarm.list",
                    "repeat",
                    "speed.set",
                    "volume.set",
                    "weather",
                    "reminder.set",
                    "reminder.list",
                    "todo.add",
                    "todo.list",
                    "shopping.add",
                    "shopping.list",
                    "note.add",
                    "user.name",
                    "user.name.set",
                    "memory.remember",
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
                    "translate",
                    "whisper" ->
                    Plan.Say.of("Sorry, I can't do that yet.", "You can ask me what I can do.");
            default ->
                    Plan.Say.of(
                            "Sorry, I did not understand that.", "You can ask me what I can do.");
        };
    }

    private static Plan ask(String tool, Map<String, String> slots, String... names) {
        Map<String, String> arguments = new HashMap<>();
        for (String name : names) {
            String value = slots.get(name);
            if (value != null) {
                arguments.put(name, value);
            }
        }
        return new Plan.Ask(tool, arguments);
    }
}
