package dev.parley.app.demo;

import java.math.BigDecimal;

/** Numbers in words, as one says them in American English. */
final class EnglishNumber {
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };
    private static final String[] SMALL_ORDINALS = {
        "",
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
        "nineteenth"
    };

    private EnglishNumber() {}

    /**
     * @param number 0 to 999,999
     */
    static String cardinal(int number) {
        if (number < 0 || number > 999_999) {
            throw new IllegalArgumentException("not spoken here: " + number);
        }
        if (number < 20) {
            return SMALL[number];
        }
        if (number < 100) {
            return TENS[number / 10] + rest(number % 10);
        }
        if (number < 1_000) {
            return SMALL[number / 100] + " hundred" + rest(number % 100);
        }
        return cardinal(number / 1_000) + " thousand" + rest(number % 1_000);
    }

    /** With each decimal spoken by itself: 16.09 is "sixteen point zero nine". */
    static String decimal(BigDecimal number) {
        String[] parts = number.toPlainString().split("\\.");
        StringBuilder words = new StringBuilder(cardinal(Integer.parseInt(parts[0])));
        if (parts.length == 2) {
            words.append(" point");
            parts[1].chars().forEach(digit -> words.append(' ').append(SMALL[digit - '0']));
        }
        return words.toString();
    }

    /**
     * @param day 1 to 31
     */
    static String ordinal(int day) {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("no day of a month: " + day);
        }
        if (day < 20) {
            return SMALL_ORDINALS[day];
        }
        if (day % 10 == 0) {
            return day == 20 ? "twentieth" : "thirtieth";
        }
        return TENS[day / 10] + " " + SMALL_ORDINALS[day % 10];
    }

    private static String rest(int number) {
        return number == 0 ? "" : " " + cardinal(number);
    }
}
