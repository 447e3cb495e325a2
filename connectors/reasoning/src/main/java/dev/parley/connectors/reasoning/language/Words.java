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

    private static final Pattern FRACTION = Pattern.compile("(?<=\\d)\\s*([½¼¾])");
    private static final Pattern HALF_OF_DAY = Pattern.compile("\\b([ap])\\.m\\b\\.?");
    private static final Pattern HYPHEN = Pattern.compile("(?<=\\p{L})-(?=\\p{L})");

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
                fractions(text)
                        .replace("½", " half ")
                        .replace("¼", " quarter ")
                        .replace("¾", " three quarters ")
                        .replace("²", "^2")
                        .replace("³", "^3")
                        .replace("√", " sqrt ");
        String plain =
                Normalizer.normalize(signs, Normalizer.Form.NFKC)
                        .replace('’', '\'')
                        .replace('‘', '\'')
                        .replace('×', '*')
                        .replace('·', '*')
                        .replace('÷', '/')
                        .replace('−', '-')
                        .replace('–', '-')
                        .replace("°", " degrees ")
                        .toLowerCase(Locale.ROOT);
        String halves = HALF_OF_DAY.matcher(plain).replaceAll("$1m");
        return HYPHEN.matcher(halves).replaceAll(" ");
    }

    private static String fractions(String text) {
        return FRACTION.matcher(text)
                .replaceAll(
                        found ->
                                switch (found.group(1)) {
                                    case "½" -> " and a half ";
                                    case "¼" -> " and a quarter ";
                                    default -> " and three quarters ";
                                });
    }
}
