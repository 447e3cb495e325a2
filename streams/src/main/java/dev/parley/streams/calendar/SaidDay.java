package dev.parley.streams.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Period;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * Which date a day is, as people name it: {@code today}, {@code tomorrow}, {@code yesterday}; a
 * weekday, the first after today, {@code next} or not, {@code last} before it; a period from today
 * in ISO 8601 ({@code P2W}); a date, a day of the year ({@code --12-24}) or of the month ({@code
 * ---24}), the first that isn't over.
 */
public final class SaidDay {
    private SaidDay() {}

    /** Nothing if no calendar has it. */
    public static Optional<LocalDate> on(String day, LocalDate today) {
        try {
            return read(day.strip().toLowerCase(Locale.ROOT), today);
        } catch (DateTimeException | ArithmeticException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> read(String day, LocalDate today) {
        if (day.matches("-?p-?\\d{1,5}[dwmy]")) {
            return Optional.of(today.plus(Period.parse(day)));
        }
        if (day.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return Optional.of(LocalDate.parse(day));
        }
        if (day.matches("--\\d\\d-\\d\\d")) {
            return Optional.of(ofYear(MonthDay.parse(day), today));
        }
        if (day.matches("---\\d\\d")) {
            return Optional.of(ofMonth(Integer.parseInt(day.substring(3)), today));
        }
        return switch (day) {
            case "today" -> Optional.of(today);
            case "tomorrow" -> Optional.of(today.plusDays(1));
            case "yesterday" -> Optional.of(today.minusDays(1));
            default -> weekday(day, today);
        };
    }

    private static Optional<LocalDate> weekday(String day, LocalDate today) {
        boolean last = day.startsWith("last ");
        String name = day.replaceFirst("^(?:next|last) ", "");
        for (DayOfWeek weekday : DayOfWeek.values()) {
            if (weekday.name().equalsIgnoreCase(name)) {
                return Optional.of(
                        today.with(
                                last
                                        ? TemporalAdjusters.previous(weekday)
                                        : TemporalAdjusters.next(weekday)));
            }
        }
        return Optional.empty();
    }

    private static LocalDate ofYear(MonthDay day, LocalDate today) {
        LocalDate first = today;
        while (!day.isValidYear(first.getYear()) || day.atYear(first.getYear()).isBefore(today)) {
            first = first.withDayOfYear(1).plusYears(1);
        }
        return day.atYear(first.getYear());
    }

    private static LocalDate ofMonth(int day, LocalDate today) {
        if (day < 1 || day > 31) {
            throw new DateTimeException("no day of a month");
        }
        LocalDate first = today;
        while (first.lengthOfMonth() < day || first.withDayOfMonth(day).isBefore(today)) {
            first = first.withDayOfMonth(1).plusMonths(1);
        }
        return first.withDayOfMonth(day);
    }
}
