package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.Map;
import java.util.Optional;

/** Reads an intent's slots from a sentence. */
@FunctionalInterface
interface Slots {
    /**
     * @param captured the named groups of the rule that matched; empty for an example
     * @return the slots in their normal form, or nothing if one that the intent can't do without is
     *     missing: then the sentence does not mean this intent
     */
    Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured);

    /** For an intent without slots. */
    static Slots none() {
        return (sentence, captured) -> Optional.of(Map.of());
    }
}
