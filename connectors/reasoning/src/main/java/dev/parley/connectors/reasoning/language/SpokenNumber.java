package dev.parley.connectors.reasoning.language;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number that begins at a word: cardinals up to trillions ("two million three hundred
 * thousand", "a hundred and five"), decimals ("three point one four", "point five"), digits, digits
 * with a scale ("2.5 million"), halves and quarters ("one and a half", "three quarters"), "a
 * dozen", and "oh" for zero between digits ("one oh five").
 *
 * <p>A sign is not part of the number. Ordinals are not numbers.
 *
 * @param value never negative
 * @param end the index after the number's last word
 */
public record SpokenNumber(BigDecimal value, int end) {
    private static final Map<String, Integer> UNITS =
            Map.of(
                    "one", 1, "two", 2, "three", 3, "four", 4, "five", 5, "six", 6, "seven", 7,
                    "eight", 8, "nine", 9);
    private static final Map<String, Integer> TEENS =
            Map.of(
                    "ten",
                    10,
                    "eleven",
                    11,
                    "twelve",
                    12,
                    "thirteen",
                    13,
                    "fourteen",
                    14,
                    "fifteen",
                    15,
                    "sixteen",
                    16,
                    "seventeen",
                    17,
                    "eighteen",
                    18,
                    "nineteen",
                    19);
    private static final Map<String, Integer> TENS =
            Map.of(
                    "twenty", 20, "thirty", 30, "forty", 40, "fourty", 40, "fifty", 50, "sixty", 60,
                    "seventy", 70, "eighty", 80, "ninety", 90);
    private static final Map<String, BigInteger> SCALES =
            Map.of(
                    "thousand", BigInteger.TEN.pow(3),
                    "million", BigInteger.TEN.pow(6),
                    "billion", BigInteger.TEN.pow(9),
                    "trillion", BigInteger.TEN.pow(12));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal QUARTER = new BigDecimal("0.25");
    private static final Pattern DIGITS =
            Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+");

    /** The number that begins with the word at {@code from}, as long as it can be. */
    public static Optional<SpokenNumber> at(List<String> words, int from) {
        return Optional.ofNullable(new Reader(words, from).read());
    }

    /** The number that is the whole of the text, its words parted by spaces or hyphens. */
    public static Optional<BigDecimal> parse(String text) {
        List<String> words = Words.of(text);
        return at(words, 0).filter(n -> n.end() == words.size()).map(SpokenNumber::value);
    }

    private static final class Reader {
        private final List<String> words;
        private final int from;
        private int at;

        Reader(List<String> words, int from) {
            this.words = words;
            this.from = from;
            this.at = from;
        }

        private String word(int offset) {
            int i = at + offset;
            return i < words.size() ? words.get(i) : "";
        }

        @Nullable SpokenNumber read() {
            BigDecimal value = fraction();
            if (value == null) {
                value = whole();
            }
            return value == null || at == from ? null : new SpokenNumber(value, at);
        }

        private @Nullable BigDecimal fraction() {
            int article = word(0).equals("a") || word(0).equals("one") ? 1 : 0;
            String name = word(article);
            if (name.equals("half") && article == 0 && word(1).equals("a") && scale(2) != null) {
                BigDecimal value = HALF.multiply(scaleOf(2));
                at += 3;
                return value;
            }
            if (name.equals("half") || name.equals("quarter")) {
                at += article + 1;
                return name.equals("half") ? HALF : QUARTER;
            }
            if (word(0).equals("three") && word(1).equals("quarters")) {
                at += 2;
                return QUARTER.multiply(BigDecimal.valueOf(3));
            }
            if (word(0).equals("a") && word(1).equals("couple")) {
                at += word(2).equals("of") ? 3 : 2;
                return BigDecimal.TWO;
            }
            return null;
        }

        private @Nullable BigInteger scale(int offset) {
            return SCALES.get(word(offset));
        }

        private BigDecimal scaleOf(int offset) {
            BigInteger scale = scale(offset);
            return scale == null ? BigDecimal.ONE : new BigDecimal(scale);
        }

        private @Nullable BigDecimal whole() {
            BigDecimal sum = BigDecimal.ZERO;
            BigInteger last = null;
            boolean any = false;
            while (true) {
                int mark = at;
                boolean joined = any && word(0).equals("and");
                if (joined) {
                    at++;
                }
                if (any && !startsNumber()) {
                    at = mark;
                    break;
                }
                BigDecimal group = group(!any);
                if (group == null) {
                    at = mark;
                    break;
                }
                BigInteger scale = scale(0);
                if (!any && scale == null) {
                    sum = group;
                    any = true;
                    break;
                }
                if (last != null && scale != null && scale.compareTo(last) >= 0) {
                    at = mark;
                    break;
                }
                if (last != null && scale == null && group.compareTo(new BigDecimal(last)) >= 0) {
                    at = mark;
                    break;
                }
                any = true;
                if (scale == null) {
                    sum = sum.add(group);
                    break;
                }
                at++;
                sum = sum.add(group.multiply(new BigDecimal(scale)));
                last = scale;
            }
            if (!any) {
                return null;
            }
            return withHalves(decimals(sum));
        }

        private boolean startsNumber() {
            String word = word(0);
            return UNITS.containsKey(word)
                    || TEENS.containsKey(word)
                    || TENS.containsKey(word)
                    || DIGITS.matcher(word).matches()
                    || (word.equals("a") && word(1).equals("hundred"));
        }

        /** Up to 9,999 in words, or a run of digits, with its decimals. */
        private @Nullable BigDecimal group(boolean first) {
            String word = word(0);
            if (DIGITS.matcher(word).matches()) {
                at++;
                BigDecimal digits = new BigDecimal(word.replace(",", ""));
                if (word(0).equals("hundred")) {
                    at++;
                    return digits.multiply(HUNDRED);
                }
                return digits.scale() == 0 ? decimals(digits) : digits;
            }
            if (word.equals("dozen") || (isArticle(word) && word(1).equals("dozen"))) {
                at += word.equals("dozen") ? 1 : 2;
                return BigDecimal.valueOf(12);
            }
            if (first && (isArticle(word) && scale(1) != null)) {
                at++;
                return BigDecimal.ONE;
            }
            if (first && scale(0) != null) {
                return BigDecimal.ONE;
            }
            if (word.equals("point")) {
                return decimals(BigDecimal.ZERO);
            }
            if (word.equals("zero") || word.equals("oh") && word(1).equals("point")) {
                at++;
                return decimals(BigDecimal.ZERO);
            }
            Integer small = belowHundred();
            if (small == null) {
                if ((isArticle(word) && word(1).equals("hundred")) || word.equals("hundred")) {
                    at += isArticle(word) ? 1 : 0;
                    small = 1;
                } else {
                    return null;
                }
            }
            if (word(0).equals("dozen")) {
                at++;
                return BigDecimal.valueOf(12L * small);
            }
            if (!word(0).equals("hundred")) {
                if (small < 100 && word(0).equals("oh") && UNITS.containsKey(word(1))) {
                    int value = small * 100 + UNITS.get(word(1));
                    at += 2;
                    return BigDecimal.valueOf(value);
                }
                return decimals(BigDecimal.valueOf(small));
            }
            at++;
            int value = small * 100;
            int mark = at;
            if (word(0).equals("and")) {
                at++;
            }
            Integer rest = belowHundred();
            if (rest == null) {
                at = mark;
            } else {
                value += rest;
            }
            return decimals(BigDecimal.valueOf(value));
        }

        private static boolean isArticle(String word) {
            return word.equals("a") || word.equals("an");
        }

        private @Nullable Integer belowHundred() {
            Integer value = TEENS.get(word(0));
            if (value == null) {
                value = UNITS.get(word(0));
            }
            if (value != null) {
                at++;
                return value;
            }
            value = TENS.get(word(0));
            if (value == null) {
                return null;
            }
            at++;
            Integer unit = UNITS.get(word(0));
            if (unit != null) {
                at++;
                return value + unit;
            }
            return value;
        }

        private BigDecimal decimals(BigDecimal whole) {
            if (!word(0).equals("point")) {
                return whole;
            }
            int mark = at;
            at++;
            StringBuilder digits = new StringBuilder();
            while (true) {
                String word = word(0);
                Integer unit = UNITS.get(word);
                if (unit != null) {
                    digits.append(unit);
                } else if (word.equals("zero") || word.equals("oh")) {
                    digits.append('0');
                } else if (word.matches("\\d+")) {
                    digits.append(word);
                } else if (digits.isEmpty()) {
                    Integer pair = belowHundred();
                    if (pair == null) {
                        at = mark;
                        return whole;
                    }
                    digits.append(pair);
                    break;
                } else {
                    break;
                }
                at++;
            }
            return whole.add(new BigDecimal("0." + digits));
        }

        private BigDecimal withHalves(BigDecimal whole) {
            if (!word(0).equals("and")) {
                return whole;
            }
            if (word(1).equals("three") && word(2).equals("quarters")) {
                at += 3;
                return whole.add(new BigDecimal("0.75"));
            }
            int name = isArticle(word(1)) ? 2 : 1;
            if (word(name).equals("half") || word(name).equals("quarter")) {
                BigDecimal part = word(name).equals("half") ? HALF : QUARTER;
                at += name + 1;
                return whole.add(part);
            }
            return whole;
        }
    }
}
