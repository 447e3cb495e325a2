package dev.parley.connectors.speech;

import com.ibm.icu.text.RuleBasedNumberFormat;
import dev.parley.streams.synthesis.Verbalizer;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * English as an American says it: "It is 10:04 PM (UTC+9)" becomes "It is ten oh four p m (U T C
 * plus nine)". What comes out holds no digit; words stay as they are, but for abbreviations, which
 * are spelled out, and control characters, which become spaces. The time it takes grows as the text
 * does.
 */
public final class SpokenEnglish implements Verbalizer {
    private static final RuleBasedNumberFormat SPELL_OUT =
            new RuleBasedNumberFormat(Locale.US, RuleBasedNumberFormat.SPELLOUT);
    private static final int LONGEST_NAMED_INTEGER = 18;
    private static final String NUMBER = "([-\u2212]?(?:\\d{1,3}(?:,\\d{3})++|\\d+)(?:\\.\\d+)?)";
    private static final String NOT_IN_WORD = "(?<![\\p{L}\\d.,])";
    private static final String HALF_OF_DAY = "([AaPp])(?:\\.[Mm]\\.(?= ?[a-z,;])|\\.?[Mm]\\b)";
    private static final String MONTH =
            "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
                    + "|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";

    private static final Map<String, String> OPERATORS =
            Map.of(
                    "+", "plus",
                    "-", "minus",
                    "\u2212", "minus",
                    "*", "times",
                    "\u00d7", "times",
                    "\u00f7", "divided by",
                    "=", "equals");

    private final List<Rule> rules =
            List.of(
                    new Rule(
                            "\\b(UTC|GMT) ?([-+\u2212]) ?(\\d{1,2})(?::?(\\d{2}))?\\b",
                            this::offset),
                    new Rule("(?<=\\d|[ap]m|%) ?\u2013 ?(?=[-\u2212]?\\d)", m -> " to "),
                    new Rule("(?<=\\d{4}-\\d\\d-\\d\\d)T(?=\\d\\d:)", m -> " at "),
                    new Rule(
                            NOT_IN_WORD + "(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(?!\\d)",
                            m -> date(monthName(m.group(2)), m.group(3), m.group(1))),
                    new Rule(
                            NOT_IN_WORD + "(\\d{1,2})([/.])(\\d{1,2})\\2(\\d{4})(?![\\d/]|\\.\\d)",
                            this::numericDate),
                    new Rule(
                            "\\b" + MONTH + " (1[1-9]\\d\\d|20\\d\\d)(?![\\d:.,%/]|\\.\\d)",
                            m -> monthName(m.group(1)) + " " + year(m.group(2))),
                    new Rule(
                            "\\b" + MONTH + " (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\d:])",
                            m -> date(m.group(1), m.group(2), m.group(3))),
                    new Rule(
                            "\\b(\\d{1,2})(?:st|nd|rd|th)? "
                                    + MONTH
                                    + "(?:,? (\\d{4}))?(?![\\d:])\\b",
                            m -> date(m.group(2), m.group(1), m.group(3))),
                    new Rule(
                            NOT_IN_WORD
                                    + "([01]?\\d|2[0-4]):([0-5]\\d)(?::([0-5]\\d))?(?!:?\\d)"
                                    + "(?: ?"
                                    + HALF_OF_DAY
                                    + ")?",
                            this::time),
                    new Rule(
                            NOT_IN_WORD + "(1[0-2]|0?[1-9]) ?" + HALF_OF_DAY,
                            m -> integer(m.group(1)) + halfOfDay(m.group(2))),
                    new Rule(
                            "\\b(in|since|of|by|until) ((?:1[1-9]|20)\\d\\d)(?![\\d.,:%]|\\.\\d)",
                            m -> m.group(1) + " " + year(m.group(2))),
                    new Rule(NOT_IN_WORD + "(1[1-9]|20)(\\d0)'?s\\b", this::decade),
                    new Rule(
                            "(?<![\\d-])(?:\\+?(\\d{1,3})[ -])?\\(?(\\d{3})\\)?["
                                    + " -](\\d{3})-(\\d{4})(?![\\d-])",
                            this::telephone),
                    new Rule(
                            "(?<![\\d.,-])(\\d{3})-(\\d{4})(?![\\d-])",
                            m -> digits(m.group(1)) + ", " + digits(m.group(2))),
                    new Rule("(?<![\\d.,/-])(\\d{1,3})-(\\d{1,3})(?![\\d/-]|\\.\\d)", this::range),
                    new Rule(
                            "([-\u2212]?)(["
                                    + EnglishMoney.SYMBOLS
                                    + "]) ?"
                                    + unsigned()
                                    + "(?:(?: ?(k|K|M|bn|B)|"
                                    + " (thousand|million|billion|trillion))(?![\\p{L}\\d]))?",
                            this::money),
                    new Rule(
                            NOT_IN_WORD
                                    + "([-\u2212]?)"
                                    + unsigned()
                                    + " ?(["
                                    + EnglishMoney.SYMBOLS
                                    + "]|(?:"
                                    + EnglishMoney.CODES
                                    + ")(?![\\p{L}\\d]))",
                            m -> money(m.group(1), m.group(3), m.group(2))),
                    new Rule(
                            "(?<![\\p{L}\\d])(" + EnglishMoney.CODES + ") ?" + unsigned(),
                            m -> money("", m.group(1), m.group(2))),
                    new Rule(
                            "(?<![\\p{L}\\d])("
                                    + EnglishAbbreviations.STATES
                                    + ") (\\d{5})(?:-(\\d{4}))?(?![\\d-])",
                            this::zipCode),
                    new Rule(
                            "(?<![\\d.,$-])(\\d{3,5})(?= (?:\\p{Lu}\\p{L}*+ ){1,3}"
                                    + EnglishAbbreviations.STREETS
                                    + "\\b)",
                            m -> houseNumber(m.group(1))),
                    new Rule(
                            "(?<![\\p{L}\\d.,])(\\d{1,2})['\u2032] ?(\\d{1,2})[\"\u2033](?!\\d)",
                            m ->
                                    quantified(integer(m.group(1)), m.group(1), "foot|feet")
                                            + " "
                                            + quantified(
                                                    integer(m.group(2)),
                                                    m.group(2),
                                                    "inch|inches")),
                    new Rule("(?<!\\d)24/7(?![\\d/])", m -> "twenty four seven"),
                    new Rule("[#\u2116] ?(?=\\d)", m -> "number "),
                    new Rule("(?<![\\p{L}\\d])[~\u2248] ?(?=[-\u2212$]?\\d)", m -> "about "),
                    new Rule("(?<=\\d)\\^(?=[-\u2212]?\\d)", m -> " to the power of "),
                    new Rule("(?<![\\S])\\+(?=\\d)", m -> "plus "),
                    new Rule(
                            "(?<=[\\d)%] )([-+*=\u2212\u00d7\u00f7])(?= [-\u2212(]?\\d)",
                            m -> OPERATORS.getOrDefault(m.group(1), m.group(1))),
                    new Rule(
                            "(?<=\\d)([+*=\u00d7\u00f7])(?=\\d)",
                            m -> " " + OPERATORS.getOrDefault(m.group(1), m.group(1)) + " "),
                    new Rule(NOT_IN_WORD + "(\\d+)/(\\d+)(?![\\d/.])", this::fraction),
                    new Rule(
                            NOT_IN_WORD
                                    + NUMBER
                                    + " ?("
                                    + EnglishUnits.PATTERN
                                    + ")(?![\\p{L}\\d/])",
                            this::quantity),
                    new Rule("(?<![\\d.,])(\\d{1,15})(?:st|nd|rd|th)\\b", m -> ordinal(m.group(1))),
                    new Rule("(?<!\\d)(\\d++(?:\\.\\d++){2,}+)", this::dotted),
                    new Rule(NOT_IN_WORD + NUMBER + "(?=\\p{L})", m -> number(m.group(1)) + " "),
                    new Rule(NOT_IN_WORD + NUMBER, m -> number(m.group(1))),
                    new Rule("(\\d+)", m -> " " + number(m.group(1)) + " "));

    @Override
    public String verbalize(String sentence) {
        String text = EnglishAbbreviations.spelledOut(withoutControls(sentence));
        if (text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return powers(text);
        }
        for (Rule rule : rules) {
            text = rule.applyTo(text);
        }
        return powers(text).replaceAll(" {2,}", " ").replaceAll(" (?=[.,;:!?)]|$)|^ ", "");
    }

    /** What isn't part of a unit. */
    private static String powers(String text) {
        return text.replace("\u00b2", " squared").replace("\u00b3", " cubed");
    }

    private record Rule(Pattern pattern, Function<MatchResult, String> spoken) {
        Rule(String pattern, Function<MatchResult, String> spoken) {
            this(Pattern.compile(pattern), spoken);
        }

        String applyTo(String text) {
            return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(spoken.apply(m)));
        }
    }

    private static String withoutControls(String sentence) {
        StringBuilder text = new StringBuilder(sentence.length());
        sentence.codePoints()
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)
                                    || Character.isSpaceChar(c)
                                    || Character.getType(c) == Character.SURROGATE) {
                                text.append(' ');
                            } else if (Character.isDigit(c)) {
                                text.append((char) ('0' + Character.digit(c, 10)));
                            } else {
                                text.appendCodePoint(c);
                            }
                        });
        return text.toString();
    }

    private String offset(MatchResult m) {
        String sign = m.group(2).equals("+") ? " plus " : " minus ";
        String minutes = m.group(4);
        return String.join(" ", m.group(1).split(""))
                + sign
                + integer(m.group(3))
                + (minutes == null || minutes.equals("00") ? "" : " " + integer(minutes));
    }

    private static String date(String month, String day, @Nullable String year) {
        String name = monthName(month);
        String spoken = name + " " + ordinal(day);
        return year == null ? spoken : spoken + ", " + year(year);
    }

    private static String monthName(String month) {
        if (Character.isDigit(month.charAt(0))) {
            return Month.of(Integer.parseInt(month)).getDisplayName(TextStyle.FULL, Locale.US);
        }
        for (Month each : Month.values()) {
            String name = each.getDisplayName(TextStyle.FULL, Locale.US);
            if (name.regionMatches(true, 0, month, 0, 3)) {
                return name;
            }
        }
        return month;
    }

    /** 1999 as nineteen ninety nine, 2007 as two thousand seven, 1905 as nineteen oh five. */
    private static String year(String year) {
        int value = Integer.parseInt(year);
        int century = value / 100;
        int rest = value % 100;
        if (century % 10 == 0 && rest < 10 || value < 1_000) {
            return integer(year);
        }
        String after = rest == 0 ? "hundred" : (rest < 10 ? "oh " : "") + spellOut(rest);
        return spellOut(century) + " " + after;
    }

    private String time(MatchResult m) {
        int hour = Integer.parseInt(m.group(1));
        int minute = Integer.parseInt(m.group(2));
        String half = m.group(4) == null ? "" : halfOfDay(m.group(4));
        String spoken;
        if (minute > 0) {
            spoken = spellOut(hour) + (minute < 10 ? " oh " : " ") + spellOut(minute);
        } else if (!half.isEmpty()) {
            spoken = spellOut(hour);
        } else if (hour == 0 || hour == 24) {
            spoken = "midnight";
        } else {
            spoken = spellOut(hour) + (hour <= 12 ? " o'clock" : " hundred");
        }
        String seconds = m.group(3);
        return spoken
                + (seconds == null || seconds.equals("00")
                        ? ""
                        : " and " + quantified(integer(seconds), seconds, "second|seconds"))
                + half;
    }

    private static String halfOfDay(String letter) {
        return letter.equalsIgnoreCase("a") ? " a m" : " p m";
    }

    /** Month first, as Americans write it, unless that can't be; day first between points. */
    private String numericDate(MatchResult m) {
        int first = Integer.parseInt(m.group(1));
        int second = Integer.parseInt(m.group(3));
        boolean dayFirst = m.group(2).equals(".") || first > 12;
        int month = dayFirst ? second : first;
        int day = dayFirst ? first : second;
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return m.group();
        }
        return date(monthName(String.valueOf(month)), String.valueOf(day), m.group(4));
    }

    /** 1990s as nineteen nineties, 2000s as two thousands. */
    private String decade(MatchResult m) {
        String rest = m.group(2);
        if (rest.equals("00")) {
            return m.group(1).equals("20") ? "two thousands" : integer(m.group(1)) + " hundreds";
        }
        String tens = integer(rest);
        return integer(m.group(1))
                + " "
                + (tens.endsWith("y") ? tens.substring(0, tens.length() - 1) + "ies" : tens + "s");
    }

    private String telephone(MatchResult m) {
        String plus = m.group().startsWith("+") ? "plus " : "";
        String country = m.group(1) == null ? "" : plus + digits(m.group(1)) + ", ";
        return country + digits(m.group(2)) + ", " + digits(m.group(3)) + ", " + digits(m.group(4));
    }

    /** From less to more; what is written the other way round may be a score or a difference. */
    private String range(MatchResult m) {
        boolean rising = Integer.parseInt(m.group(1)) < Integer.parseInt(m.group(2));
        return rising ? m.group(1) + " to " + m.group(2) : m.group();
    }

    private String zipCode(MatchResult m) {
        return EnglishAbbreviations.state(m.group(1))
                + " "
                + digits(m.group(2))
                + (m.group(3) == null ? "" : ", " + digits(m.group(3)));
    }

    /** 1600 as sixteen hundred, 221 as two twenty one. */
    private static String houseNumber(String number) {
        return switch (number.length()) {
            case 3 -> hundreds(number.substring(0, 1), number.substring(1));
            case 4 -> hundreds(number.substring(0, 2), number.substring(2));
            default -> digits(number);
        };
    }

    private static String hundreds(String before, String rest) {
        int below = Integer.parseInt(rest);
        String after = below == 0 ? "hundred" : (below < 10 ? "oh " : "") + spellOut(below);
        return spellOut(Long.parseLong(before)) + " " + after;
    }

    private String money(MatchResult m) {
        String magnitude = m.group(4) == null ? m.group(5) : EnglishMoney.magnitude(m.group(4));
        if (magnitude == null) {
            return money(m.group(1), m.group(2), m.group(3));
        }
        String sign = m.group(1).isEmpty() ? "" : "minus ";
        return sign + number(m.group(3)) + " " + magnitude + " " + EnglishMoney.of(m.group(2))[1];
    }

    private static String money(String minus, String currency, String written) {
        String[] names = EnglishMoney.of(currency);
        String amount = written.replace(",", "");
        String sign = minus.isEmpty() ? "" : "minus ";
        int point = amount.indexOf('.');
        if (point < 0 || amount.length() - point != 3 || names[2].isEmpty()) {
            return sign + number(amount) + " " + (amount.equals("1") ? names[0] : names[1]);
        }
        String whole = amount.substring(0, point);
        String small = amount.substring(point + 1);
        String spoken = integer(whole) + " " + (whole.equals("1") ? names[0] : names[1]);
        if (small.equals("00")) {
            return sign + spoken;
        }
        return sign
                + spoken
                + " and "
                + spellOut(Long.parseLong(small))
                + " "
                + (small.equals("01") ? names[2] : names[3]);
    }

    private String fraction(MatchResult m) {
        return switch (m.group()) {
            case "1/2" -> "one half";
            case "1/3" -> "one third";
            case "2/3" -> "two thirds";
            case "1/4" -> "one quarter";
            case "3/4" -> "three quarters";
            default -> integer(m.group(1)) + " over " + integer(m.group(2));
        };
    }

    private String quantity(MatchResult m) {
        String number = m.group(1);
        return quantified(number(number), number, EnglishUnits.NAMES.getOrDefault(m.group(2), "|"));
    }

    private static String quantified(String spoken, String number, String unit) {
        String[] forms = unit.split("\\|", 2);
        boolean one = number.replaceFirst("^[-\u22120]+", "").equals("1");
        return spoken + " " + (one ? forms[0] : forms[1]);
    }

    private String dotted(MatchResult m) {
        return Arrays.stream(m.group(1).split("\\."))
                .map(SpokenEnglish::integer)
                .collect(Collectors.joining(" point "));
    }

    /** An integer or decimal, perhaps negative, perhaps with commas between the thousands. */
    private static String number(String number) {
        String plain = number.replace(",", "").replace('\u2212', '-');
        if (plain.startsWith("-")) {
            return "minus " + number(plain.substring(1));
        }
        int point = plain.indexOf('.');
        if (point < 0) {
            return integer(plain);
        }
        return integer(plain.substring(0, point)) + " point " + digits(plain.substring(point + 1));
    }

    private static String integer(String digits) {
        boolean leadingZero = digits.length() > 2 && digits.startsWith("0");
        if (leadingZero || digits.length() > LONGEST_NAMED_INTEGER) {
            return digits(digits);
        }
        return spellOut(Long.parseLong(digits));
    }

    private static String digits(String digits) {
        return digits.chars()
                .mapToObj(digit -> spellOut(digit - '0'))
                .collect(Collectors.joining(" "));
    }

    private static String ordinal(String digits) {
        return format(Long.parseLong(digits), "%spellout-ordinal");
    }

    private static String spellOut(long number) {
        return format(number, "%spellout-cardinal");
    }

    /** The formatter is shared, and not safe for several threads at once. */
    private static String format(long number, String rules) {
        synchronized (SPELL_OUT) {
            return SPELL_OUT.format(number, rules).replace('-', ' ').replace(",", "");
        }
    }

    private static String unsigned() {
        return "((?:\\d{1,3}(?:,\\d{3})++|\\d+)(?:\\.\\d+)?)";
    }
}
