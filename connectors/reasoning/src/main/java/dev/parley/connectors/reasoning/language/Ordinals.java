package dev.parley.connectors.reasoning.language;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ordinals from first to thirty-first, as words ("20 first" once numbers are digits) or typed. */
public final class Ordinals {
    private static final List<String> WORDS =
            List.of(
                    "first",
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                    "eleventh",
                    "twelfth",
                    "thirteenth",
                    "fourteenth",
                    "fifteenth",
                    "sixteenth",
                    "seventeenth",
                    "eighteenth",
                    "nineteenth",
                    "twentieth");
    private static final Map<String, Integer> VALUES = values();

    /** A group-free regex of all of them; what it matches {@link #value} reads. */
    public static final String REGEX =
            "(?:(?:20 |30 )?(?:"
                    + String.join("|", WORDS)
                    + "|thirtieth)|\\d{1,2} ?(?:st|nd|rd|th))";

    private Ordinals() {}

    /** The number, or 0 for what is no ordinal. */
    public static int value(String said) {
        String digits = said.replaceFirst(" ?(?:st|nd|rd|th)$", "");
        if (!digits.equals(said) && digits.matches("\\d{1,2}")) {
            return Integer.parseInt(digits);
        }
        return VALUES.getOrDefault(said, 0);
    }

    private static Map<String, Integer> values() {
        Map<String, Integer> values = new HashMap<>();
        for (int i = 0; i < WORDS.size(); i++) {
            values.put(WORDS.get(i), i + 1);
            if (i < 9) {
                values.put("20 " + WORDS.get(i), 21 + i);
            }
        }
        values.put("thirtieth", 30);
        values.put("30 first", 31);
        return Map.copyOf(values);
    }
}
