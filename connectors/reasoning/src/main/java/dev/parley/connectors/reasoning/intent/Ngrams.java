package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words and the pairs of neighbouring words of a sentence, its beginning and its end counted as
 * words. Every number is {@code #}, so that what was learned of one is known of all.
 */
final class Ngrams {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}])\\d+(?:\\.\\d+)?");

    private Ngrams() {}

    /** Each at most once, in the order in which they begin. */
    static List<String> of(Sentence sentence) {
        String masked = NUMBER.matcher(sentence.core()).replaceAll("#");
        List<String> words = new ArrayList<>();
        words.add("<s>");
        words.addAll(List.of(masked.split(" ")));
        words.add("</s>");
        List<String> ngrams = new ArrayList<>(words);
        for (int i = 1; i < words.size(); i++) {
            ngrams.add(words.get(i - 1) + " " + words.get(i));
        }
        return ngrams.stream().distinct().toList();
    }
}
