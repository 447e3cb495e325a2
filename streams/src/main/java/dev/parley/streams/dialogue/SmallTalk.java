package dev.parley.streams.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers that need neither a tool nor a memory. */
final class SmallTalk {
    private static final int MOST_DICE = 20;
    private static final int MOST_SIDES = 1_000;
    private static final int LONGEST_WORD = 40;

    private SmallTalk() {}

    /** Nothing for an intent that is no small talk. */
    static Optional<Plan.Say> about(String intent, Map<String, String> slots, Chance chance) {
        return Optional.ofNullable(
                switch (intent) {
                    case "greeting" -> Plan.Say.of("Hello!", "What can I do for you?");
                    case "goodbye" -> Plan.Say.of("Goodbye!");
                    case "thanks" -> Plan.Say.of("You're welcome.");
                    case "coin.flip" ->
                            Plan.Say.of(chance.upTo(2) == 1 ? "It is heads." : "It is tails.");
                    case "dice.roll" -> dice(slots, chance);
                    case "joke" -> Plan.Say.of(chance.oneOf(Sayings.JOKES));
                    case "fun.fact" -> Plan.Say.of(chance.oneOf(Sayings.FACTS));
                    case "spelling" -> spelled(slots);
                    case "about" ->
                            Plan.Say.of(
                                    "I am Parley, a voice assistant that you run yourself.",
                                    "What you say stays on your own computer.");
                    case "help" ->
                            Plan.Say.of(
                                    "I can tell you the time and the date, here or in another"
                                            + " city.",
                                    "I can set timers, alarms and reminders, and ring when it is"
                                            + " time.",
                                    "I can keep your shopping list, your to-do list and your"
                                            + " notes.",
                                    "You can ask me to calculate something, like twelve times"
                                            + " seven.",
                                    "I can convert miles to kilometers, pounds to kilograms, and"
                                            + " many more.",
                                    "And I can flip a coin, roll dice, spell a word, say what it"
                                            + " means, and tell you a joke.");
                    default -> null;
                });
    }

    private static Plan.Say dice(Map<String, String> slots, Chance chance) {
        int count = number(slots.get("count"), 1);
        int sides = number(slots.get("sides"), 6);
        if (count < 1 || count > MOST_DICE) {
            return Plan.Say.of("I can roll up to " + MOST_DICE + " dice at once.");
        }
        if (sides < 2 || sides > MOST_SIDES) {
            return Plan.Say.of("My dice have two to a thousand sides.");
        }
        List<Integer> rolled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rolled.add(chance.upTo(sides));
        }
        if (count == 1) {
            return Plan.Say.of("It is " + rolled.getFirst() + ".");
        }
        String all = rolled.stream().map(String::valueOf).collect(Collectors.joining(", "));
        int sum = rolled.stream().mapToInt(Integer::intValue).sum();
        return Plan.Say.of("I rolled " + all + ".", "That makes " + sum + ".");
    }

    private static int number(@Nullable String digits, int otherwise) {
        if (digits == null) {
            return otherwise;
        }
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : -1;
    }

    private static Plan.Say spelled(Map<String, String> slots) {
        String word = slots.getOrDefault("word", "").strip();
        if (word.isEmpty() || word.codePoints().noneMatch(Character::isLetter)) {
            return Plan.Say.of("Which word should I spell?");
        }
        if (word.length() > LONGEST_WORD) {
            return Plan.Say.of("That word is too long for me to spell.");
        }
        String letters =
                word.codePoints()
                        .filter(Character::isLetterOrDigit)
                        .mapToObj(letter -> Character.toString(letter).toUpperCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return Plan.Say.of(word + " is spelled: " + letters + ".");
    }
}
