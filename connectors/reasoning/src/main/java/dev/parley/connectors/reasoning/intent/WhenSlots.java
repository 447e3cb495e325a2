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

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        return Optional.of(in(sentence.core()));
    }

    /**
     * @param core with its numbers in digits
     */
    static Map<String, String> in(String core) {
        Map<String, String> slots = new HashMap<>();
        Matcher repeat = REPEAT.matcher(core);
        if (repeat.find()) {
            String said = repeat.group(1) == null ? repeat.group(2) : repeat.group(1);
            slots.put("repeat", REPEATS.getOrDefault(said, said));
        }
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
}
