package dev.parley.streams.replay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Placeholders for personal texts, of the same kind and length: a word is a word, a number a
 * number, a time of day a time of day, a date a date. The same word or number always has the same
 * placeholder, and two of them hardly ever the same, so that what was equal stays equal and what
 * was put together of parts still is. Blanks and punctuation stay; so do truth values, and
 * durations (ISO 8601), which the times of timers tell anyhow.
 *
 * <p>They are drawn with HMAC-SHA-256 under a key that nobody keeps. What they tell still is how
 * long words are and which of them are the same. For one thread.
 */
final class Placeholders {
    private static final String CONSONANTS = "bcdfghjklmnpqrstvwxz";
    private static final String VOWELS = "aeiouy";
    private static final String LETTERS = CONSONANTS + VOWELS;
    private static final int TRIES = 64;

    private static final Pattern TIME =
            Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d+))?)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern OFFSET = Pattern.compile("([+-])\\d{2}:\\d{2}(:\\d{2})?");
    private static final Pattern MOMENT =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T(\\d{2}:\\d{2}[:.\\d]*)(Z|[+-]\\d{2}:\\d{2})?");
    private static final Pattern DURATION = Pattern.compile("[+-]?P[-+.\\dDTHMSdthms]+");

    private final Mac mac;
    private final Set<String> stay;
    private final Set<String> originals;
    private final Map<String, String> known = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /**
     * @param key at least 16 random bytes
     * @param stay texts that stand in clear elsewhere and so stay as they are
     * @param originals all texts that there are: none of their words becomes a placeholder
     */
    Placeholders(byte[] key, Set<String> stay, Set<String> originals) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        this.stay = Set.copyOf(stay);
        this.originals = new HashSet<>();
        originals.forEach(
                text ->
                        runs(
                                text,
                                word -> {
                                    this.originals.add(word.toLowerCase(Locale.ROOT));
                                    return word;
                                },
                                number -> number));
    }

    String of(String text) {
        if (text.isBlank()
                || stay.contains(text)
                || text.equals("true")
                || text.equals("false")
                || isDuration(text)) {
            return text;
        }
        Matcher moment = MOMENT.matcher(text);
        if (moment.matches()) {
            String offset = moment.group(3);
            return date(moment.group(1))
                    + "T"
                    + of(moment.group(2))
                    + (offset == null ? "" : offset.equals("Z") ? "Z" : offset(offset));
        }
        if (TIME.matcher(text).matches()) {
            return time(text);
        }
        if (DATE.matcher(text).matches()) {
            return date(text);
        }
        if (OFFSET.matcher(text).matches()) {
            return offset(text);
        }
        return runs(text, this::word, this::number);
    }

    private static boolean isDuration(String text) {
        if (!DURATION.matcher(text).matches()) {
            return false;
        }
        try {
            Duration parsed = Duration.parse(text);
            return parsed != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private String time(String text) {
        return drawn(
                "time",
                text,
                bytes -> {
                    Matcher parts = TIME.matcher(text);
                    if (!parts.matches()) {
                        throw new IllegalStateException();
                    }
                    StringBuilder time =
                            new StringBuilder(
                                    "%02d:%02d"
                                            .formatted(
                                                    Math.floorMod(bytes[0], 24),
                                                    Math.floorMod(bytes[1], 60)));
                    if (parts.group(3) != null) {
                        time.append(":%02d".formatted(Math.floorMod(bytes[2], 60)));
                    }
                    String fraction = parts.group(4);
                    if (fraction != null) {
                        time.append('.').append(digits(fraction, bytes, 3));
                    }
                    return time.toString();
                });
    }

    private String date(String text) {
        return drawn(
                "date",
                text,
                bytes ->
                        "20%02d-%02d-%02d"
                                .formatted(
                                        Math.floorMod(bytes[0], 100),
                                        1 + Math.floorMod(bytes[1], 12),
                                        1 + Math.floorMod(bytes[2], 28)));
    }

    private String offset(String text) {
        return drawn(
                "offset",
                text,
                bytes ->
                        text.substring(0, 1)
                                + "%02d:%02d"
                                        .formatted(
                                                1 + Math.floorMod(bytes[0], 12),
                                                15 * Math.floorMod(bytes[1], 4))
                                + (text.length() > 6 ? ":00" : ""));
    }

    /** In the case of the original: all upper, first upper, or lower. */
    private String word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String same = lower.length() == word.length() ? lower : word;
        String placeholder =
                drawn(
                        "word",
                        same,
                        bytes -> {
                            StringBuilder letters = new StringBuilder();
                            boolean vowel = bytes[0] < 0;
                            for (int i = 0; i < same.length(); i++) {
                                String from =
                                        same.length() == 1 ? LETTERS : vowel ? VOWELS : CONSONANTS;
                                int drawn = bytes[1 + i % (bytes.length - 1)] + i / 31;
                                letters.append(from.charAt(Math.floorMod(drawn, from.length())));
                                vowel = !vowel;
                            }
                            return letters.toString();
                        });
        if (word.length() > 1
                && word.equals(word.toUpperCase(Locale.ROOT))
                && !word.equals(lower)) {
            return placeholder.toUpperCase(Locale.ROOT);
        }
        return Character.isUpperCase(word.charAt(0))
                ? placeholder.substring(0, 1).toUpperCase(Locale.ROOT) + placeholder.substring(1)
                : placeholder;
    }

    /** Begins with a zero only if the original does. */
    private String number(String number) {
        return drawn("number", number, bytes -> digits(number, bytes, 0));
    }

    private static String digits(String number, byte[] bytes, int from) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < number.length(); i++) {
            int drawn = bytes[(from + i) % bytes.length] + i / 31;
            digits.append(
                    i > 0
                            ? Math.floorMod(drawn, 10)
                            : number.charAt(0) == '0' && number.length() > 1
                                    ? 0
                                    : 1 + Math.floorMod(drawn, 9));
        }
        return digits.toString();
    }

    private interface Draw {
        String from(byte[] bytes);
    }

    private String drawn(String kind, String original, Draw draw) {
        String name = kind + " " + original;
        String before = known.get(name);
        if (before != null) {
            return before;
        }
        String placeholder = original;
        for (int i = 0; i < TRIES; i++) {
            placeholder = draw.from(mac.doFinal((name + " " + i).getBytes(StandardCharsets.UTF_8)));
            boolean fresh = !given.contains(kind + " " + placeholder);
            if (fresh && !placeholder.equals(original) && !originals.contains(placeholder)) {
                break;
            }
        }
        given.add(kind + " " + placeholder);
        known.put(name, placeholder);
        return placeholder;
    }

    /** Whatever is neither ASCII nor a blank counts as a letter: nothing of it may stay. */
    private static String runs(
            String text, UnaryOperator<String> words, UnaryOperator<String> numbers) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char first = text.charAt(at);
            int end = at + 1;
            if (isLetter(first)) {
                while (end < text.length() && isLetter(text.charAt(end))) {
                    end++;
                }
                result.append(words.apply(text.substring(at, end)));
            } else if (isDigit(first)) {
                while (end < text.length() && isDigit(text.charAt(end))) {
                    end++;
                }
                result.append(numbers.apply(text.substring(at, end)));
            } else {
                result.append(first);
            }
            at = end;
        }
        return result.toString();
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= 128 && !Character.isWhitespace(c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
