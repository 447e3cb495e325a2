package dev.parley.streams.dialogue;

import java.util.HashMap;
import java.util.Map;

/** Turns an intent and its slots into a plan. */
final class Planner {
    private Planner() {}

    static Plan plan(String intent, Map<String, String> slots) {
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
            case "greeting" -> Plan.Say.of("Hello!", "What can I do for you?");
            case "help" ->
                    Plan.Say.of(
                            "I can tell you the time and the date, here or in another city.",
                            "I can tell you which time zone a city is in.",
                            "You can ask me to calculate something, like twelve times seven.",
                            "I can convert miles to kilometers, pounds to kilograms, and many"
                                    + " more.",
                            "And I can set a timer for you, and tell you when it is done.");
            case "about" ->
                    Plan.Say.of(
                            "I am Parley, a voice assistant that you run yourself.",
                            "What you say stays on your own computer.");
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
