package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slots that are stretches of the user's own words, by the wordings around them: each named group
 * of the first wording that is found is a slot.
 */
final class WordedSlots implements Slots {
    private static final int LONGEST = 500;
    private static final Pattern EDGES = Pattern.compile("^[\\s.,;:!?\"-]+|[\\s.,;:!?\"-]+$");

    private final List<Pattern> wordings;

    private WordedSlots(List<Pattern> wordings) {
        this.wordings = wordings;
    }

    /** Upper and lower case don't matter in the wordings. */
    static WordedSlots of(String... wordings) {
        return new WordedSlots(
                List.of(wordings).stream()
                        .map(
                                wording ->
                                        Pattern.compile(
                                                wording,
                                                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                        .toList());
    }

    List<Pattern> wordings() {
        return wordings;
    }

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        return Optional.of(in(sentence.text()));
    }

    /** What the first wording that is found gives. */
    Map<String, String> in(String text) {
        for (Pattern wording : wordings) {
            Matcher found = wording.matcher(text);
            if (found.find()) {
                Map<String, String> slots = new HashMap<>();
                for (String name : found.namedGroups().keySet()) {
                    String words = found.group(name);
                    String trimmed = words == null ? "" : EDGES.matcher(words).replaceAll("");
                    if (!trimmed.isBlank() && trimmed.length() <= LONGEST) {
                        slots.put(name, trimmed);
                    }
                }
                return slots;
            }
        }
        return Map.of();
    }
}
