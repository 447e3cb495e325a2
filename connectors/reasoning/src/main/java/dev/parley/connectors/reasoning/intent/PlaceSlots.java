package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code place}: the place's name in lower case, as it was said; absent if none was. */
final class PlaceSlots implements Slots {
    private static final Pattern AFTER_PREPOSITION =
            Pattern.compile(
                    ".*\\b(?:in|at|for|of) ([\\p{L}][\\p{L}\\p{M}' ]{1,40}?)(?:"
                            + " (?:right now|now|currently|at the"
                            + " moment|today|use|have|on|in|time|then))*$");
    private static final Set<String> NO_PLACE_WORDS =
            Set.of(
                    ("the a an my your me it we i you they he she this that us here there time"
                         + " clock hour hours minute minutes moment day date zone late early now"
                         + " today tomorrow yesterday what which is use does for of about will be")
                            .split(" "));
    private static final List<String> ARTICLES =
            List.of("used in ", "used by ", "the city of ", "the ");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Optional<Map<String, String>> place =
                place(sentence, captured).map(name -> Map.of("place", name));
        if (place.isEmpty() && captured.containsKey("place")) {
            return Optional.empty();
        }
        return place.or(() -> Optional.of(Map.of()));
    }

    /**
     * The place that a rule captured, or that stands at the sentence's end behind a preposition.
     */
    static Optional<String> place(Sentence sentence, Map<String, String> captured) {
        String named = captured.get("place");
        if (named != null) {
            return accepted(named);
        }
        Matcher behind = AFTER_PREPOSITION.matcher(sentence.core());
        return behind.matches() ? accepted(behind.group(1)) : Optional.empty();
    }

    private static Optional<String> accepted(String words) {
        String name = words.strip();
        for (String article : ARTICLES) {
            name = name.startsWith(article) ? name.substring(article.length()) : name;
        }
        List<String> parts = List.of(name.split(" "));
        boolean isName = parts.size() <= 4 && parts.stream().noneMatch(NO_PLACE_WORDS::contains);
        return isName && name.length() > 1 ? Optional.of(name) : Optional.empty();
    }
}
