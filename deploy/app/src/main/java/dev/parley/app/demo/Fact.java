package dev.parley.app.demo;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something that a right answer says. It is looked for in the reply's words, written or spoken out,
 * and in what was recognised of its sound.
 *
 * @param shown as it is shown to the user
 * @param written finds it in writing
 * @param spoken how it may be spoken out
 * @param audible the phrases of which one must be heard: the same, but for what the starter model
 *     can't hear
 * @param refuted the phrases that must not be heard
 */
public record Fact(
        String shown,
        Pattern written,
        List<String> spoken,
        List<String> audible,
        List<String> refuted) {
    /** A day whose ordinal the starter model doesn't know. */
    private static final int UNHEARABLE_DAY = 30;

    private static final Pattern ACCENT = Pattern.compile("\\p{Mn}");

    /** What a number in a reply may count. */
    private static final List<String> COUNTED =
            Stream.concat(
                            Stream.of("second", "seconds", "minute", "hour"),
                            Stream.of(Measure.values())
                                    .flatMap(measure -> Stream.of(measure.from(), measure.to())))
                    .distinct()
                    .toList();

    Fact(String shown, Pattern written, List<String> spoken) {
        this(shown, written, spoken, spoken, List.of());
    }

    /** With or without accents: "Zürich" is Zurich. */
    boolean isWrittenIn(String text) {
        String reply =
                ACCENT.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        Spoken words = Spoken.of(reply);
        return written.matcher(reply).find()
                || spoken.stream().anyMatch(words::holds) && !isRefutedBy(words);
    }

    boolean isHeardIn(Spoken sound) {
        return audible.stream().anyMatch(sound::holds) && !isRefutedBy(sound);
    }

    boolean isRefutedBy(Spoken sound) {
        return refuted.stream().anyMatch(sound::holds);
    }

    public static Fact words(String words) {
        return new Fact(words, pattern("\\b" + Pattern.quote(words) + "\\b"), List.of(words));
    }

    /** A number that counts nothing: 63, but not 63 days. */
    public static Fact number(BigDecimal number) {
        String digits = digits(number);
        String words = EnglishNumber.decimal(number);
        return new Fact(
                number.toPlainString(),
                pattern(digits + "(?![\\s-]+(?:" + String.join("|", COUNTED) + ")\\b)"),
                List.of(words),
                List.of(words),
                COUNTED.stream().map(unit -> words + " " + unit).toList());
    }

    /** A number and what it counts. */
    public static Fact amount(BigDecimal number, String unit) {
        String of = "[\\s-]+" + Pattern.quote(unit) + "\\b";
        return new Fact(
                number.toPlainString() + " " + unit,
                pattern(digits(number) + of),
                List.of(EnglishNumber.decimal(number) + " " + unit));
    }

    private static String digits(BigDecimal number) {
        return "(?<![\\d.,:/-])" + grouped(number.toPlainString()) + "(?![\\d:/]|[.,]\\d)";
    }

    /** With the half or the part of the day: 4:05 in the morning is not 4:05 in the afternoon. */
    public static Fact time(LocalTime time) {
        int hour = (time.getHour() + 11) % 12 + 1;
        int minute = time.getMinute();
        String half = time.getHour() < 12 ? "am" : "pm";
        String part = partOfDay(time.getHour());
        String written =
                "(?<![\\d:])%d:%02d(\\s?%s\\.?m\\b| %s\\b)"
                        .formatted(hour, minute, half.charAt(0), part);
        List<String> spoken =
                minutes(minute).stream()
                        .map(minutes -> (EnglishNumber.cardinal(hour) + " " + minutes).strip())
                        .flatMap(clock -> Stream.of(clock + " " + half, clock + " " + part))
                        .toList();
        List<String> audible =
                heardMinutes(minute).stream()
                        .map(minutes -> (EnglishNumber.cardinal(hour) + " " + minutes).strip())
                        .flatMap(clock -> Stream.of(clock + " " + half, clock + " " + part))
                        .toList();
        return new Fact(
                "%d:%02d %s".formatted(hour, minute, part),
                pattern(written),
                spoken,
                audible,
                List.of());
    }

    private static String partOfDay(int hour) {
        if (hour < 12) {
            return "in the morning";
        }
        return hour < 18 ? "in the afternoon" : hour < 21 ? "in the evening" : "at night";
    }

    /** The starter model can't tell some teens from tens, and takes others for two numbers. */
    private static List<String> heardMinutes(int minute) {
        return switch (minute) {
            case 13 -> List.of("thirteen", "thirty");
            case 14 -> List.of("fourteen", "four team");
            case 16 -> List.of("sixteen", "six ten");
            case 17 -> List.of("seventeen", "seven ten");
            case 18 -> List.of("eighteen", "eight ten");
            default -> minutes(minute);
        };
    }

    private static List<String> minutes(int minute) {
        if (minute == 0) {
            return List.of("o'clock", "");
        }
        return List.of((minute < 10 ? "oh " : "") + EnglishNumber.cardinal(minute));
    }

    /**
     * How far clocks are from Universal Time, in whole hours. The starter model hardly ever hears
     * "ahead of", but always "behind": ahead, that must not be heard.
     */
    public static Fact fromUtc(ZoneOffset offset) {
        int hours = offset.getTotalSeconds() / 3600;
        if (hours == 0) {
            return words("the same");
        }
        BigDecimal number = BigDecimal.valueOf(Math.abs(hours));
        String unit = Math.abs(hours) == 1 ? "hour " : "hours ";
        if (hours < 0) {
            return amount(number, unit + "behind");
        }
        Fact ahead = amount(number, unit + "ahead");
        String counted = EnglishNumber.decimal(number) + " " + unit.strip();
        return new Fact(
                ahead.shown(),
                ahead.written(),
                ahead.spoken(),
                List.of(counted),
                List.of(counted + " behind"));
    }

    public static Fact weekday(LocalDate date) {
        return words(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    /**
     * The month must stand in writing only: the starter model takes "June" for "the" and worse.
     * With the weekday the number of the day tells the date.
     */
    public static Fact dayOfYear(LocalDate date) {
        String month = date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        int day = date.getDayOfMonth();
        String written =
                "\\b%1$s %2$d(st|nd|rd|th)?\\b|\\b%2$d(st|nd|rd|th)?( of)? %1$s\\b"
                        .formatted(month, day);
        List<String> spoken =
                List.of(
                        month + " " + EnglishNumber.ordinal(day),
                        month + " the " + EnglishNumber.ordinal(day),
                        EnglishNumber.ordinal(day) + " of " + month,
                        month + " " + EnglishNumber.cardinal(day));
        List<String> audible =
                day == UNHEARABLE_DAY
                        ? List.of(month)
                        : List.of(EnglishNumber.ordinal(day), EnglishNumber.cardinal(day));
        return new Fact(month + " " + day, pattern(written), spoken, audible, List.of());
    }

    /** With or without commas between thousands. */
    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String decimals = point < 0 ? "" : plain.substring(point);
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                regex.append(",?");
            }
            regex.append(whole.charAt(i));
        }
        return regex + Pattern.quote(decimals);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
