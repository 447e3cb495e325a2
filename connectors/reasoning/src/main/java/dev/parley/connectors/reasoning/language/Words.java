package dev.parley.connectors.reasoning.language;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a sentence into lower-case words, numbers in digits, and the signs of arithmetic. */
public final class Words {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\d{1,2}:\\d{2}(?!\\d)|\\d{1,3}(?:,\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|(?<!\\d)\\.\\d+"
                        + "|[\\p{L}\\p{M}]+(?:'[\\p{L}\\p{M}]+)*|\\*\\*|[-+*/^()%=]");

    private Words() {}

    /** The words of the text, in order; punctuation that means nothing here is dropped. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        Matcher token = TOKEN.matcher(plain(text));
        while (token.find()) {
            words.add(token.group());
        }
        return words;
    }

    private static String plain(String text) {
        String signs =
                text.replaceAll("(?<=\\d)\\s*½", " and a half ")
                        .replaceAll("(?<=\\d)\\s*¼", " and a quarter ")
                        .replaceAll("(?<=\\d)\\s*¾", " and three quarters ")
                        .replace("½", " half ")
                        .replace("¼", " quarter ")
                        .replace("¾", " three quarters ")
                        .replace("²", "^2")
                        .replace("³", "^3")
                        .replace("√", " sqrt ");
        return Normalizer.normalize(signs, Normalizer.Form.NFKC)
                .replace('’', '\'')
                .replace('‘', '\'')
                .replace('×', '*')
                .replace('·', '*')
                .replace('÷', '/')
                .replace('−', '-')
                .replace('–', '-')
                .replace("°", " degrees ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\b([ap])\\.m\\b\\.?", "$1m")
                .replaceAll("(?<=\\p{L})-(?=\\p{L})", " ");
    }
}
