package dev.parley.streams.dialogue;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an intent can't do without, and how it is asked for.
 *
 * @param again how it is asked for once more, where the answer wasn't understood
 */
record Need(String slot, String question, String again) {
    /** The first that is missing. */
    static Optional<Need> of(String intent, Map<String, String> slots) {
        return Optional.ofNullable(
                switch (intent) {
                    case "timer.set" -> missing(slots, "duration") ? duration() : null;
                    case "alarm.set" ->
                            missing(slots, "time") && missing(slots, "duration") ? alarm() : null;
                    case "reminder.set" -> reminder(slots);
                    case "timezone" -> missing(slots, "place") ? place() : null;
                    case "calculate" -> missing(slots, "expression") ? calculation() : null;
                    case "convert.units" -> conversion(slots);
                    case "definition" -> missing(slots, "word") ? word("look up") : null;
                    case "spelling" -> missing(slots, "word") ? word("spell") : null;
                    case "shopping.add" -> items("shopping", slots);
                    case "todo.add" -> items("todo", slots);
                    case "note.add" ->
                            missing(slots, "text")
                                    ? new Need(
                                            "text",
                                            "What should I write down?",
                                            "What should the note say?")
                                    : null;
                    case "user.name.set" ->
                            missing(slots, "name")
                                    ? new Need(
                                            "name",
                                            "What should I call you?",
                                            "Which name, please?")
                                    : null;
                    default -> null;
                });
    }

    Plan.Elicit asked(Meaning meaning) {
        return new Plan.Elicit(meaning, slot, question);
    }

    /** What is asked for again. */
    static String again(Focus.Question question) {
        if (question.slot().equals("which")) {
            return "Which one do you mean?";
        }
        return of(question.intent(), question.known())
                .map(Need::again)
                .orElse("Sorry, what did you mean?");
    }

    private static Need duration() {
        return new Need(
                "duration", "For how long should I set the timer?", "For how long, please?");
    }

    private static Need alarm() {
        return new Need("time", "For what time should I set the alarm?", "At what time, please?");
    }

    private static @Nullable Need reminder(Map<String, String> slots) {
        if (missing(slots, "text")) {
            return new Need(
                    "text",
                    "What should I remind you of?",
                    "What is it that I should remind you of?");
        }
        return missing(slots, "time") && missing(slots, "duration")
                ? new Need("time", "When should I remind you?", "At what time, please?")
                : null;
    }

    private static Need place() {
        return new Need(
                "place", "For which place would you like to know that?", "Which place, please?");
    }

    private static Need calculation() {
        return new Need("expression", "What should I calculate?", "What should I calculate?");
    }

    private static @Nullable Need conversion(Map<String, String> slots) {
        if (missing(slots, "amount") || missing(slots, "from")) {
            String question = "What should I convert, and to what?";
            return new Need("conversion", question, question);
        }
        return missing(slots, "to")
                ? new Need("to", "To which unit?", "To which unit, please?")
                : null;
    }

    private static Need word(String todo) {
        return new Need("word", "Which word should I " + todo + "?", "Which word, please?");
    }

    private static @Nullable Need items(String name, Map<String, String> slots) {
        if (!missing(slots, "items") || "clear".equals(slots.get("action"))) {
            return null;
        }
        String list = Errands.spoken(name);
        return "remove".equals(slots.get("action"))
                ? new Need(
                        "items",
                        "What should I take off your " + list + "?",
                        "What should I take off?")
                : new Need(
                        "items",
                        "What should I put on your " + list + "?",
                        "What should I put on it?");
    }

    private static boolean missing(Map<String, String> slots, String slot) {
        return slots.getOrDefault(slot, "").isBlank();
    }
}
