package dev.parley.streams.dialogue;

import dev.parley.streams.dialogue.Focus.Matter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What "there", "it" and "that" stand for in a sentence that says all else. */
final class Anaphora {
    private static final Set<String> OF_PLACES =
            Set.of("time", "date", "timezone", "weather", "next.holiday");
    private static final Set<String> OF_WORDS = Set.of("spelling", "definition");
    private static final Set<String> PRONOUNS = Set.of("it", "that", "this", "that word");

    private Anaphora() {}

    /** The meaning with the place, word or sum that was talked about; null if none is meant. */
    static @Nullable Meaning resolved(Meaning alone, Mentions mentions, Matter matter) {
        String intent = alone.intent();
        if (OF_PLACES.contains(intent)) {
            boolean meant =
                    mentions.of("referring").filter("there"::equals).isPresent()
                            || intent.equals("timezone");
            return meant && !alone.slots().containsKey("place")
                    ? with(alone, "place", matter.known().get("place"))
                    : null;
        }
        if (OF_WORDS.contains(intent)) {
            String word = alone.slots().get("word");
            boolean meant =
                    word == null
                            ? mentions.of("referring").isPresent()
                            : PRONOUNS.contains(word.toLowerCase(Locale.ROOT));
            return meant ? with(alone, "word", matter.known().get("word")) : null;
        }
        String sum = matter.known().get("expression");
        if (sum != null && !alone.slots().containsKey("expression")) {
            return mentions.of("operation")
                    .map(
                            operation ->
                                    new Meaning(
                                            "calculate",
                                            Map.of("expression", "(" + sum + ") " + operation),
                                            Manner.NEW))
                    .orElse(null);
        }
        return null;
    }

    private static @Nullable Meaning with(Meaning alone, String slot, @Nullable String value) {
        if (value == null) {
            return null;
        }
        Map<String, String> slots = new HashMap<>(alone.slots());
        slots.put(slot, value);
        return new Meaning(alone.intent(), slots, alone.manner());
    }
}
