package dev.parley.streams.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which moment is meant by what was said of a day, a time, a while and a repetition (the slots
 * {@code date}, {@code time}, {@code half}, {@code duration}, {@code repeat}).
 *
 * <p>Where it wasn't said which half of the day is meant, it is the next that comes; on another day
 * than today, the morning from six, and before six the afternoon.
 */
public sealed interface SaidMoment {
    /**
     * @param local on the user's clock
     * @param repeats the weekdays on which it comes again; empty if it comes once
     */
    record At(LocalDateTime local, List<DayOfWeek> repeats) implements SaidMoment {}

    /** A day without a time, or nothing at all. */
    record NoTime() implements SaidMoment {}

    /** It is over already. */
    record Past() implements SaidMoment {}

    /** No calendar has it, or it is too far away. */
    record Impossible() implements SaidMoment {}

    /** More often than once a day. */
    record TooOften() implements SaidMoment {}

    Duration FARTHEST = Duration.ofDays(3 * 366);

    /**
     * @param now on the user's clock
     */
    static SaidMoment of(Map<String, String> slots, ZonedDateTime now) {
        try {
            return read(slots, now);
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return new Impossible();
        }
    }

    private static SaidMoment read(Map<String, String> slots, ZonedDateTime now) {
        LocalDateTime here = now.toLocalDateTime();
        String repeat = slots.getOrDefault("repeat", "");
        if (repeat.equals("hourly")) {
            return new TooOften();
        }
        if (slots.containsKey("duration")) {
            Duration in = Duration.parse(slots.get("duration"));
            return in.isNegative() || in.compareTo(FARTHEST) > 0
                    ? new Impossible()
                    : new At(now.plus(in).toLocalDateTime(), List.of());
        }
        if (!slots.containsKey("time")) {
            return new NoTime();
        }
        LocalTime time = LocalTime.parse(slots.get("time"));
        boolean open = "open".equals(slots.get("half")) && time.getHour() < 12;
        List<DayOfWeek> days = days(repeat);
        if (!days.isEmpty()) {
            LocalDateTime first = here.toLocalDate().atTime(open ? likely(time) : time);
            while (!first.isAfter(here) || !days.contains(first.getDayOfWeek())) {
                first = first.plusDays(1);
            }
            return new At(first, days);
        }
        return slots.containsKey("date")
                ? onDay(slots.get("date"), time, open, here)
                : new At(next(time, open, here), List.of());
    }

    private static SaidMoment onDay(String said, LocalTime time, boolean open, LocalDateTime here) {
        Optional<LocalDate> day = SaidDay.on(said, here.toLocalDate());
        if (day.isEmpty()) {
            return new Impossible();
        }
        LocalDateTime at;
        if (day.get().equals(here.toLocalDate())) {
            LocalDateTime first = day.get().atTime(time);
            at = open && !first.isAfter(here) ? first.plusHours(12) : first;
        } else {
            at = day.get().atTime(open ? likely(time) : time);
        }
        if (!at.isAfter(here)) {
            return new Past();
        }
        return ChronoUnit.DAYS.between(here, at) > FARTHEST.toDays()
                ? new Impossible()
                : new At(at, List.of());
    }

    private static LocalDateTime next(LocalTime time, boolean open, LocalDateTime here) {
        LocalDateTime next = here.toLocalDate().atTime(time);
        while (!next.isAfter(here)) {
            next = next.plusHours(open ? 12 : 24);
        }
        return next;
    }

    private static LocalTime likely(LocalTime open) {
        return open.getHour() < 6 ? open.plusHours(12) : open;
    }

    private static List<DayOfWeek> days(String repeat) {
        return switch (repeat) {
            case "" -> List.of();
            case "daily" -> List.of(DayOfWeek.values());
            case "weekdays" -> List.copyOf(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
            case "weekends" -> List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
            default ->
                    Arrays.stream(DayOfWeek.values())
                            .filter(day -> day.name().equals(repeat.toUpperCase(Locale.ROOT)))
                            .toList();
        };
    }
}
