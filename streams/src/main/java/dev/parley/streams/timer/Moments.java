package dev.parley.streams.timer;

import dev.parley.schemas.event.Timer;
import dev.parley.streams.stage.StrangeEventException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When a time of day comes in its zone, on the days of the week on which it repeats. A time that a
 * change of the clocks leaves out comes later by as much as was left out; one that comes twice
 * counts the first time ({@link java.time.ZonedDateTime#of(LocalDateTime, ZoneId)}).
 *
 * @param days none for once
 */
record Moments(LocalDateTime first, ZoneId zone, Set<DayOfWeek> days) {
    /** A week has each day; a change of the clocks may have moved a moment over midnight. */
    private static final int MOST_DAYS = 9;

    /**
     * @return empty for a countdown
     * @throws StrangeEventException if the ring names a time, zone or day that there isn't
     */
    static Optional<Moments> of(Timer.Ring ring) {
        String local = ring.local();
        if (local == null) {
            return Optional.empty();
        }
        try {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            ring.repeats().forEach(day -> days.add(DayOfWeek.valueOf(day)));
            return Optional.of(
                    new Moments(LocalDateTime.parse(local), ZoneId.of(ring.zone()), days));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new StrangeEventException("a ring at a time that there isn't");
        }
    }

    Instant earliest() {
        return days.isEmpty()
                ? at(first)
                : onDaysFrom(first.toLocalDate(), 1).findFirst().orElseThrow();
    }

    /** The first one after another; empty if it doesn't repeat. */
    Optional<Instant> after(Instant moment) {
        LocalDate before = moment.atZone(zone).toLocalDate().minusDays(1);
        LocalDate from = before.isBefore(first.toLocalDate()) ? first.toLocalDate() : before;
        return onDaysFrom(from, 1).filter(each -> each.isAfter(moment)).findFirst();
    }

    /** The last one that has come; empty if there was none, or it doesn't repeat. */
    Optional<Instant> last(Instant now) {
        return onDaysFrom(now.atZone(zone).toLocalDate().plusDays(1), -1)
                .filter(each -> !each.isAfter(now))
                .findFirst();
    }

    private Stream<Instant> onDaysFrom(LocalDate from, int step) {
        return IntStream.rangeClosed(0, MOST_DAYS)
                .mapToObj(i -> from.plusDays((long) i * step))
                .filter(day -> days.contains(day.getDayOfWeek()))
                .filter(day -> !day.isBefore(first.toLocalDate()))
                .map(day -> at(day.atTime(first.toLocalTime())));
    }

    private Instant at(LocalDateTime local) {
        return local.atZone(zone).toInstant();
    }
}
