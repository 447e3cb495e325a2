package dev.parley.connectors.reasoning.language;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a day in a sentence whose numbers are in digits: "tomorrow", "the day after tomorrow",
 * "next friday", "in 2 weeks", "march third", "the third of march", "3 / 4", "2026 - 12 - 24".
 *
 * @param day {@code today}, {@code tomorrow}, {@code yesterday}, a weekday or {@code next} and a
 *     weekday; an ISO 8601 period from today ({@code P2D}, {@code -P1W}); a date ({@code
 *     2026-12-24}), a day of a year ({@code --12-24}) or of a month ({@code ---24}) in ISO 8601
 * @param start where its text begins
 * @param end after its text
 */
public record SpokenDate(String day, int start, int end) {
    private static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");
    private static final String MONTH = "(?<month>" + String.join("|", MONTHS) + ")";
    private static final String DAY = "(?<day>" + Ordinals.REGEX + "|\\d{1,2})";
    private static final String YEAR = "(?: (?:of )?(?<year>(?:19|20)\\d\\d))?\\b";
    private static final String WEEKDAY =
            "(?<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\\b";

    private static final Pattern ISO =
            Pattern.compile("\\b(?<year>\\d{4}) ?- ?(?<m>\\d{1,2}) ?- ?(?<d>\\d{1,2})\\b");
    private static final Pattern NUMERIC =
            Pattern.compile(
                    "\\b(?<a>\\d{1,2}) / (?<b>\\d{1,2})(?: / (?<year>(?:19|20)\\d\\d))?\\b(?! /)");
    private static final Pattern DAY_MONTH =
            Pattern.compile("\\b(?:on )?(?:the )?" + DAY + " (?:of )?" + MONTH + "\\b" + YEAR);
    private static final Pattern MONTH_DAY =
            Pattern.compile("\\b(?:on )?" + MONTH + " (?:the )?" + DAY + "\\b" + YEAR);
    private static final Pattern TWO_DAYS =
            Pattern.compile("\\b(?:the )?day (?<side>after tomorrow|before yesterday)\\b");
    private static final Pattern FROM_NOW =
            Pattern.compile(
                    "\\b(?<in>in )?(?<count>an?|\\d{1,4}|a couple of)"
                            + " (?<unit>day|week|month|year)s?(?<side> from now| from today| ago|"
                            + " later| hence)?\\b");
    private static final Pattern NEXT_UNIT =
            Pattern.compile("\\b(?<next>next|last) (?<unit>week|month|year)\\b");
    private static final Pattern NAMED_WEEKDAY =
            Pattern.compile("\\b(?:on |this |coming )*(?<next>next |last )?" + WEEKDAY);
    private static final Pattern NEAR =
            Pattern.compile("\\b(?<near>today|tomorrow|yesterday|tonight)s?\\b");
    private static final Pattern DAY_OF_MONTH =
            Pattern.compile(
                    "\\bon the (?<day>" + Ordinals.REGEX + ")\\b(?! \\p{L}+ (?:timer|alarm))");

    /** The first day in the text, its numbers in the order of the United States. */
    public static Optional<SpokenDate> in(String text) {
        return in(text, Locale.US);
    }

    /**
     * The first day in the text; it may be one that no calendar has, like 31 February.
     *
     * @param locale says whether 3/4 is March or April
     */
    public static Optional<SpokenDate> in(String text, Locale locale) {
        Matcher iso = ISO.matcher(text);
        if (iso.find()) {
            return dated(iso, iso.group("year"), number(iso, "m"), number(iso, "d"));
        }
        for (Pattern pattern : List.of(DAY_MONTH, MONTH_DAY)) {
            Matcher named = pattern.matcher(text);
            if (named.find()) {
                int month = MONTHS.indexOf(named.group("month")) + 1;
                return dated(named, named.group("year"), month, day(named.group("day")));
            }
        }
        Matcher numeric = NUMERIC.matcher(text);
        if (numeric.find()) {
            boolean monthFirst = locale.getCountry().equals("US");
            int month = number(numeric, monthFirst ? "a" : "b");
            int day = number(numeric, monthFirst ? "b" : "a");
            return dated(numeric, numeric.group("year"), month, day);
        }
        return relative(text);
    }

    private static Optional<SpokenDate> relative(String text) {
        Matcher two = TWO_DAYS.matcher(text);
        if (two.find()) {
            return at(two, two.group("side").startsWith("after") ? "P2D" : "-P2D");
        }
        Matcher from = FROM_NOW.matcher(text);
        while (from.find()) {
            String side = from.group("side");
            if (side != null || from.group("in") != null) {
                String sign = side != null && side.equals(" ago") ? "-" : "";
                return at(from, sign + "P" + count(from.group("count")) + unit(from));
            }
        }
        Matcher unit = NEXT_UNIT.matcher(text);
        if (unit.find()) {
            return at(unit, (unit.group("next").equals("last") ? "-" : "") + "P1" + unit(unit));
        }
        Matcher weekday = NAMED_WEEKDAY.matcher(text);
        if (weekday.find()) {
            String next = weekday.group("next");
            return at(weekday, (next == null ? "" : next) + weekday.group("weekday"));
        }
        Matcher near = NEAR.matcher(text);
        if (near.find()) {
            return at(near, near.group("near").equals("tonight") ? "today" : near.group("near"));
        }
        Matcher ofMonth = DAY_OF_MONTH.matcher(text);
        if (ofMonth.find()) {
            int day = day(ofMonth.group("day"));
            return day < 1 || day > 31
                    ? Optional.empty()
                    : at(ofMonth, String.format(Locale.ROOT, "---%02d", day));
        }
        return Optional.empty();
    }

    private static Optional<SpokenDate> dated(
            Matcher found, @Nullable String year, int month, int day) {
        try {
            String iso =
                    year == null
                            ? MonthDay.of(month, day).toString()
                            : LocalDate.of(Integer.parseInt(year), month, day).toString();
            return at(found, iso);
        } catch (DateTimeException noSuchDay) {
            return day < 1 || day > 99 || month < 1 || month > 12
                    ? Optional.empty()
                    : at(found, "%s-%02d-%02d".formatted(year == null ? "-" : year, month, day));
        }
    }

    private static Optional<SpokenDate> at(Matcher found, String day) {
        return Optional.of(new SpokenDate(day, found.start(), found.end()));
    }

    private static int number(Matcher found, String group) {
        return Integer.parseInt(found.group(group));
    }

    private static int day(String said) {
        return said.matches("\\d{1,2}") ? Integer.parseInt(said) : Ordinals.value(said);
    }

    private static int count(String said) {
        return said.matches("\\d+") ? Integer.parseInt(said) : said.equals("a couple of") ? 2 : 1;
    }

    private static String unit(Matcher found) {
        return found.group("unit").substring(0, 1).toUpperCase(Locale.ROOT);
    }
}
