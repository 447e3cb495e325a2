package dev.parley.app.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
record Fact(
        String shown,
        Pattern written,
        List<String> spoken,
        List<String> audible,
        List<String> refuted) {
    /** A day whose ordinal the starter model doesn't know. */
    private static final int UNHEARABLE_DAY = 30;

    Fact(String shown, Pattern written, List<String> spoken) {
        this(shown, written, spoken, spoken, List.of());
    }

    boolean isWrittenIn(String reply) {
        Spoken words = Spoken.of(reply);
        return written.matcher(reply).find() || spoken.stream().anyMatch(words::holds);
    }

    boolean isHeardIn(Spoken sound) {
        return audible.stream().anyMatch(sound::holds) && !isRefutedBy(sound);
    }

    boolean isRefutedBy(Spoken sound) {
        return refuted.stream().anyMatch(sound::holds);
    }

    static Fact words(String words) {
        return new Fact(words, pattern("\\b" + Pattern.quote(words) + "\\b"), List.of(words));
    }

    /** A number and, if not empty, what it counts. */
    static Fact amount(BigDecimal number, String unit) {
        String plain = number.toPlainString();
        String after = unit.isEmpty() ? "" : " " + unit;
        String digits = "(?<![\\d.,:/-])" + grouped(plain) + "(?![\\d:/]|[.,]\\d)";
        String of = unit.isEmpty() ? "" : "[\\s-]+" + Pattern.quote(unit) + "\\b";
        return new Fact(
                plain + after,
                pattern(digits + of),
                List.of(EnglishNumber.decimal(number) + after));
    }

    /**
     * The starter model hardly ever hears "a m", but always "p m": in the morning it must not be
     * heard. It also takes some tens for teens.
     */
    static Fact time(LocalTime time) {
        int hour = (time.getHour() + 11) % 12 + 1;
        int minute = time.getMinute();
        boolean morning = time.getHour() < 12;
        String half = morning ? "am" : "pm";
        String written = "(?<![\\d:])%d:%02d\\s?%s\\.?m\\b".formatted(hour, minute, half.charAt(0));
        List<String> clock =
                minutes(minute).stream()
                        .map(minutes -> (EnglishNumber.cardinal(hour) + " " + minutes).strip())
                        .toList();
        List<String> evening = clock.stream().map(words -> words + " pm").toList();
        return new Fact(
                "%d:%02d %s".formatted(hour, minute, half.toUpperCase(Locale.ROOT)),
                pattern(written),
                clock.stream().map(words -> words + " " + half).toList(),
                morning ? clock : evening,
                morning ? evening : List.of());
    }

    private static List<String> minutes(int minute) {
        if (minute == 0) {
            return List.of("o'clock", "");
        }
        if (minute < 10) {
            return List.of("oh " + EnglishNumber.cardinal(minute));
        }
        String words = EnglishNumber.cardinal(minute);
        return switch (minute) {
            case 13, 30 -> List.of("thirteen", "thirty");
            case 14, 40 -> List.of("fourteen", "forty", "four team");
            case 16 -> List.of(words, "six ten");
            case 17 -> List.of(words, "seven ten");
            default -> List.of(words);
        };
    }

    /**
     * How far clocks are from Universal Time, in whole hours. The starter model hardly ever hears
     * "ahead of", but always "behind": ahead, that must not be heard.
     */
    static Fact fromUtc(ZoneOffset offset) {
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

    static Fact weekday(LocalDate date) {
        return words(date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }

    /**
     * The month must stand in writing only: the starter model takes "June" for "the" and worse.
     * With the weekday the number of the day tells the date.
     */
    static Fact dayOfYear(LocalDate date) {
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
