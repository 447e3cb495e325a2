package dev.parley.connectors.reasoning.language;

import java.nio.charset.StandardCharsets;

/** What people type, and what a recogniser makes of a noise. */
public final class LanguageFuzz {
    private static final int MOST_CHARACTERS = 4000;

    private LanguageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.length() > MOST_CHARACTERS) {
            return;
        }
        var sentence = Sentence.of(text);
        var number = SpokenNumber.parse(text);
        var sum = Arithmetic.in(text);
    }
}
