package dev.parley.streams.dialogue;

import java.util.Map;
import java.util.Optional;

/**
 * What is kept for the user or looked up for them: lists, notes, the weather, meanings of words.
 */
final class Errands {
    /** How many entries are read aloud. */
    static final int READ_ALOUD = 10;

    private Errands() {}

    /**
     * Nothing for an intent that is no errand; for others, all that {@link Need} names is there.
     */
    static Optional<Plan> plan(String intent, Map<String, String> slots) {
        return Optional.ofNullable(
                switch (intent) {
                    case "shopping.add" -> change("shopping", slots);
                    case "todo.add" -> change("todo", slots);
                    case "shopping.list" -> read("shopping");
                    case "todo.list" -> read("todo");
                    case "note.add" ->
                            new Plan.Ask(
                                    "notes",
                                    Map.of(
                                            "action",
                                            "add",
                                            "text",
                                            slots.getOrDefault("text", "")));
                    case "weather" -> Plan.Ask.of("weather", slots, "place", "date");
                    case "definition" -> Plan.Ask.of("dictionary", slots, "word");
                    default -> null;
                });
    }

    /** A list's name as one says it. */
    static String spoken(String list) {
        return list.equals("todo") ? "to-do list" : list + " list";
    }

    private static Plan change(String list, Map<String, String> slots) {
        String action = slots.getOrDefault("action", "add");
        if (action.equals("clear")) {
            return new Plan.Ask("list", Map.of("list", list, "action", "clear"));
        }
        String items = slots.getOrDefault("items", "");
        return new Plan.Ask("list", Map.of("list", list, "action", action, "items", items));
    }

    private static Plan read(String list) {
        return new Plan.Ask(
                "list",
                Map.of(
                        "list",
                        list,
                        "action",
                        "read",
                        "which",
                        "open",
                        "most",
                        String.valueOf(READ_ALOUD)));
    }
}
