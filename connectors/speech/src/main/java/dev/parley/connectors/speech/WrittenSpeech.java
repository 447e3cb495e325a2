package dev.parley.connectors.speech;

import dev.parley.schemas.event.Speech;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a recogniser wrote as people write, in the form in which words are recognised: lower case,
 * numbers in words, no punctuation, and without what stands in brackets, which is not said
 * ("[BLANK_AUDIO]", "(water running)", "*music*"). English. Safe for use by many threads.
 */
final class WrittenSpeech {
    private static final Pattern NOT_SAID =
            Pattern.compile("\\[[^\\]]*\\]|\\([^)]*\\)|\\*[^*]*\\*|<\\|[^|]*\\|>|[♪♫]+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}' ]+");
    private static final Pattern LOOSE_APOSTROPHE = Pattern.compile("(?<!\\p{L})'|'(?!\\p{L})");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final SpokenEnglish english = new SpokenEnglish();

    /** Words with a space between each two; empty if nothing was said. */
    String spoken(String written) {
        String said = NOT_SAID.matcher(written.replace('’', '\'')).replaceAll(" ").strip();
        if (said.isEmpty()) {
            return "";
        }
        String words = english.verbalize(said).toLowerCase(Locale.ROOT);
        words = NO_WORD.matcher(words).replaceAll(" ");
        words = LOOSE_APOSTROPHE.matcher(words).replaceAll(" ");
        return SPACES.matcher(words).replaceAll(" ").strip();
    }

    static List<String> words(String spoken) {
        return spoken.isEmpty() ? List.of() : Arrays.asList(spoken.split(" "));
    }

    /**
     * Words of which no times are known, laid over a span in proportion to their letters.
     *
     * @param confidence of each
     */
    static List<Speech.Word> spread(
            List<String> words, long fromMillis, long toMillis, double confidence) {
        long letters = words.stream().mapToLong(String::length).sum();
        List<Speech.Word> spread = new ArrayList<>();
        long before = 0;
        for (String word : words) {
            long start = fromMillis + (toMillis - fromMillis) * before / letters;
            before += word.length();
            long end = fromMillis + (toMillis - fromMillis) * before / letters;
            spread.add(new Speech.Word(word, start, end, confidence));
        }
        return spread;
    }
}
