package dev.parley.connectors.tools.dictionary;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an English word or phrase means.
 *
 * <p>Argument: {@code word}. Result: {@code word} in its basic form, {@code kind} ({@code noun},
 * {@code verb}, {@code adjective}, {@code adverb}), {@code meaning}, half a sentence.
 */
public final class DictionaryTool implements Tool {
    private static final int LONGEST_WORD = 60;
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{N} '’./-]*");
    private static final Pattern ARTICLE = Pattern.compile("^(?:an?|the|to) (?=.)");

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("dictionary", "Tells what an English word means.")
                    .takes(Schema.required("word", "a word or a phrase"))
                    .gives(
                            Schema.required("word", "in its basic form"),
                            Schema.required("kind", "its part of speech")
                                    .oneOf("noun", "verb", "adjective", "adverb"),
                            Schema.required("meaning", "half a sentence"))
                    .within(Duration.ofSeconds(10))
                    .build();

    private final WordNet words = new WordNet();

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        String said =
                new Arguments(slots)
                        .required("word")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\s_\\p{C}]+", " ")
                        .strip();
        if (said.length() > LONGEST_WORD) {
            throw Arguments.refused("That is too long for a word.");
        }
        if (!WORD.matcher(said).matches()) {
            throw unknown(said);
        }
        Meaning meaning =
                words.of(said)
                        .or(() -> words.of(ARTICLE.matcher(said).replaceFirst("")))
                        .orElseThrow(() -> unknown(said));
        return Map.of("word", meaning.word(), "kind", meaning.kind(), "meaning", meaning.text());
    }

    private static ToolFailureException unknown(String said) {
        return Arguments.refused("I don't know the word " + Arguments.echo(said) + ".");
    }
}
