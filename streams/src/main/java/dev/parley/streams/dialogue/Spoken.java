package dev.parley.streams.dialogue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times and lists as they are said. */
final class Spoken {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("h:mm", Locale.US);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, MMMM d", Locale.US);
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth");
    private static final List<String> NUMBERS =
            List.of(
                    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");

    private Spoken() {}

    static String time(LocalTime time) {
        return time.format(CLOCK) + " " + partOfDay(time);
    }

    /** Heard far better than "a m". */
    private static String partOfDay(LocalTime time) {
        int hour = time.getHour();
        if (hour < 12) {
            return "in the morning";
        }
        if (hour < 18) {
            return "in the afternoon";
        }
        return hour < 21 ? "in the evening" : "at night";
    }

    static String day(LocalDate day) {
        return day.format(DAY);
    }

    /** "tomorrow at 7:00 in the morning". */
    static String moment(LocalDateTime at, LocalDate today) {
        long days = ChronoUnit.DAYS.between(today, at.toLocalDate());
        String time = " at " + time(at.toLocalTime());
        if (days == 0) {
            return "today" + time;
        }
        if (days == 1) {
            return "tomorrow" + time;
        }
        if (days == -1) {
            return "yesterday" + time;
        }
        boolean near = days > 0 && days < 7;
        return "on " + (near ? name(at.getDayOfWeek()) : day(at.toLocalDate())) + time;
    }

    /** "every Monday at 7:00 in the morning". */
    static String repeated(List<DayOfWeek> days, LocalTime time) {
        String which;
        if (days.size() == 7) {
            which = "every day";
        } else if (days.equals(List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))) {
            which = "weekends";
        } else if (days.size() == 5
                && !days.contains(DayOfWeek.SATURDAY)
                && !days.contains(DayOfWeek.SUNDAY)) {
            which = "weekdays";
        } else {
            which = "every " + list(days.stream().map(Spoken::name).toList());
        }
        return which + " at " + time(time);
    }

    static String duration(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDays(), "day");
        add(parts, duration.toHoursPart(), "hour");
        add(parts, duration.toMinutesPart(), "minute");
        add(parts, duration.toSecondsPart(), "second");
        return parts.isEmpty() ? "no time" : list(parts);
    }

    /** A time that is left, no more exact than anybody wants to know. */
    static String left(Duration left) {
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            return "less than a second";
        }
        Duration seconds = left.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
        if (left.toHours() >= 1) {
            return duration(seconds.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES));
        }
        return duration(seconds);
    }

    static String list(List<String> parts) {
        return switch (parts.size()) {
            case 0 -> "";
            case 1 -> parts.getFirst();
            default ->
                    parts.subList(0, parts.size() - 1).stream().collect(Collectors.joining(", "))
                            + " and "
                            + parts.getLast();
        };
    }

    static String capitalized(String text) {
        int second = text.offsetByCodePoints(0, 1);
        return text.substring(0, second).toUpperCase(Locale.ROOT) + text.substring(second);
    }

    /** "second" for 2; "another" beyond what people count. */
    static String ordinal(int place) {
        return place >= 1 && place <= ORDINALS.size() ? ORDINALS.get(place - 1) : "further";
    }

    static String number(int count) {
        return count >= 0 && count < NUMBERS.size() ? NUMBERS.get(count) : Integer.toString(count);
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.US);
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
