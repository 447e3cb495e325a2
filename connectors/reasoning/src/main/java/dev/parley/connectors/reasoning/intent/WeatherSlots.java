package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.SpokenDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code place} as in {@link PlaceSlots}, {@code date} as {@link SpokenDate}; absent if not said.
 */
final class WeatherSlots implements Slots {
    private static final Pattern DAY_WORDS =
            Pattern.compile(
                    "\\b(?:this|next|the|weekend|week|month|morning|afternoon|evening|night|tonight|later|forecast|"
                        + "sky|rain|snow|work|out|outside)\\b");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>();
        String core = sentence.core();
        Optional<SpokenDate> date = SpokenDate.in(core);
        date.ifPresent(each -> slots.put("date", each.day()));
        String rest =
                date.map(each -> core.substring(0, each.start()) + core.substring(each.end()))
                        .orElse(core)
                        .replaceAll(
                                " (?:this|next|in the) (?:weekend|week|morning|afternoon|evening)",
                                "")
                        .replaceAll(" +", " ")
                        .strip();
        Sentence bare = new Sentence(rest, rest, rest, rest);
        PlaceSlots.place(bare, Map.of())
                .filter(place -> !DAY_WORDS.matcher(place).find())
                .ifPresent(place -> slots.put("place", place));
        return Optional.of(slots);
    }
}
