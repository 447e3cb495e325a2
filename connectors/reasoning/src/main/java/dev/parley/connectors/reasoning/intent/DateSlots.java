package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code day}: {@code today}, {@code tomorrow}, {@code yesterday} or a weekday's name, absent if
 * none was said; {@code place} as in {@link PlaceSlots}.
 */
final class DateSlots implements Slots {
    private static final Pattern RELATIVE = Pattern.compile("\\b(today|tomorrow|yesterday)s?\\b");
    private static final Pattern WEEKDAY =
            Pattern.compile("\\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b");

    private static final Pattern BEYOND_THE_SLOTS =
            Pattern.compile(
                    "\\d|\\b(?:after tomorrow|before yesterday|ago|days|weeks|from now)\\b");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        if (BEYOND_THE_SLOTS.matcher(sentence.core()).find()) {
            return Optional.empty();
        }
        Map<String, String> slots = new HashMap<>();
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
