package dev.parley.connectors.speech;

import java.util.Arrays;
import java.util.Locale;

/**
 * How many words must be changed, added or left out to get from what was heard to what was said.
 *
 * @param errors by the smallest number of edits
 * @param words of what was said
 */
public record WordErrors(int errors, int words) {
    public static final WordErrors NONE = new WordErrors(0, 0);

    public static WordErrors between(String said, String heard) {
        String[] reference = split(said);
        String[] hypothesis = split(heard);
        int[] previous = new int[hypothesis.length + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= reference.length; i++) {
            int[] current = new int[hypothesis.length + 1];
            current[0] = i;
            for (int j = 1; j <= hypothesis.length; j++) {
                int swap = previous[j - 1] + (reference[i - 1].equals(hypothesis[j - 1]) ? 0 : 1);
                current[j] = Math.min(swap, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return new WordErrors(previous[hypothesis.length], reference.length);
    }

    public WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    /** Errors per word said. */
    public double rate() {
        return (double) errors / words;
    }

    private static String[] split(String text) {
        String words = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z' ]", " ").strip();
        return words.isEmpty() ? new String[0] : words.split("\\s+");
    }
}
