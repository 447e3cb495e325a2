package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code day}: {@code today}, {@code tomorrow}, {@code yesterday}, a weekday's name or what {@link
 * SpokenDate} says; {@code that} if a day was said that can't be read; absent if none was said;
 * {@code place} as in {@link PlaceSlots}.
 */
final class DateSlots implements Slots {
    private static final Pattern RELATIVE = Pattern.compile("\\b(today|tomorrow|yesterday)s?\\b");
    private static final Pattern WEEKDAY =
            Pattern.compile("\\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b");

    private static final Pattern FARTHER =
            Pattern.compile(
                    "\\d|\\b(?:after tomorrow|before yesterday|ago|days|weeks|from now|from"
                        + " today|in an? (?:day|week|month|year)|next (?:week|month|year)|last"
                        + " (?:week|month|year)|(?:next|last)"
                        + " \\p{L}+day|january|february|march|april|june|july|august|september|october|november|december)\\b");
    private static final String UNREADABLE = "that";

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>();
        if (FARTHER.matcher(sentence.core()).find()) {
            slots.put(
                    "day", SpokenDate.in(sentence.core()).map(SpokenDate::day).orElse(UNREADABLE));
            return Optional.of(slots);
        }
        Matcher relative = RELATIVE.matcher(sentence.core());
        Matcher weekday = WEEKDAY.matcher(sentence.core());
        if (relative.find()) {
            slots.put("day", relative.group(1));
        } else if (weekday.find()) {
            slots.put("day", weekday.group(1));
        }
        String named = captured.get("place");
        if (named != null) {
            Optional<String> place = PlaceSlots.place(sentence, captured);
            if (place.isEmpty()) {
                return Optional.empty();
            }
            slots.put("place", place.get());
        }
        return Optional.of(slots);
    }
}
