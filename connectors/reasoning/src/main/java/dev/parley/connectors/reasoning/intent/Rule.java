package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A wording that means an intent.
 *
 * @param wording matched against the whole sentence, without its polite beginning or with it
 * @param confidence 0 to 1: how sure a match is
 */
record Rule(Pattern wording, double confidence) {
    /** The named groups of the wording, if the sentence is worded so. */
    Optional<Map<String, String>> match(Sentence sentence) {
        return match(sentence.core()).or(() -> match(sentence.plain()));
    }

    private Optional<Map<String, String>> match(String text) {
        Matcher matcher = wording.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> captured = new HashMap<>();
        for (String group : matcher.namedGroups().keySet()) {
            String value = matcher.group(group);
            if (value != null) {
                captured.put(group, value);
            }
        }
        return Optional.of(captured);
    }
}
