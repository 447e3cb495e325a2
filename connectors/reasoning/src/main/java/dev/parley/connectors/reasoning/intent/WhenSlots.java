package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenDate;
import dev.parley.connectors.reasoning.language.SpokenDuration;
import dev.parley.connectors.reasoning.language.SpokenTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When something is to be: {@code date} as {@link SpokenDate}; {@code time} as HH:mm, with {@code
 * half} {@code known} or {@code open} for whether it was said which half of the day is meant;
 * {@code duration} in ISO 8601 where it is "in ten minutes"; {@code repeat} as {@code daily},
 * {@code weekdays}, {@code weekends}, {@code hourly} or a weekday.
 */
final class WhenSlots implements Slots {
    private static final Pattern REPEAT =
            Pattern.compile(
                    "\\b(?:every|each)"
                        + " (day|morning|evening|night|weekday|weekend|hour|monday|tuesday"
                        + "|wednesday|thursday|friday|saturday|sunday)\\b|\\b(daily|weekdays|weekends|"
                        + "hourly)\\b");
    private static final Map<String, String> REPEATS =
            Map.of(
                    "day",
                    "daily",
                    "morning",
                    "daily",
                    "evening",
                    "daily",
                    "night",
                    "daily",
                    "weekday",
                    "weekdays",
                    "weekend",
                    "weekends",
                    "hour",
                    "hourly");

    /**
     * How often something is to be.
     *
     * @param rhythm as the slot {@code repeat}
     * @param start where its text begins
     * @param end after its text
     */
    record Repeat(String rhythm, int start, int end) {}

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        return Optional.of(in(sentence.core()));
    }

    /**
     * @param core with its numbers in digits
     */
    static Map<String, String> in(String core) {
        Map<String, String> slots = new HashMap<>();
        repeat(core).ifPresent(each -> slots.put("repeat", each.rhythm()));
        SpokenDate.in(core).ifPresent(date -> slots.put("date", date.day()));
        Optional<SpokenTime> time = SpokenTime.in(core);
        time.ifPresent(
                each -> {
                    slots.put("time", each.time().toString());
                    slots.put("half", each.sure() ? "known" : "open");
                });
        if (time.isEmpty() && !slots.containsKey("date")) {
            SpokenDuration.in(core)
                    .ifPresent(each -> slots.put("duration", each.duration().toString()));
        }
        return slots;
    }

    /**
     * @param core with its numbers in digits
     */
    static Optional<Repeat> repeat(String core) {
        Matcher found = REPEAT.matcher(core);
        if (!found.find()) {
            return Optional.empty();
        }
        String said = found.group(1) == null ? found.group(2) : found.group(1);
        return Optional.of(
                new Repeat(REPEATS.getOrDefault(said, said), found.start(), found.end()));
    }
}
