package dev.parley.streams.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Timer;
import dev.parley.streams.stage.StrangeEventException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentsTest {
    private static final List<String> DAILY =
            Stream.of(DayOfWeek.values()).map(DayOfWeek::name).toList();
    private static final List<String> WEEKDAYS = DAILY.subList(0, 5);

    @ParameterizedTest
    @CsvSource({
        // the clocks go forward: what is left out comes later by as much
        "Europe/Berlin, 2027-03-27T02:30, 2027-03-27T01:30:00Z 2027-03-28T01:30:00Z"
                + " 2027-03-29T00:30:00Z",
        "America/New_York, 2027-03-13T02:30, 2027-03-13T07:30:00Z 2027-03-14T07:30:00Z"
                + " 2027-03-15T06:30:00Z",
        "Australia/Lord_Howe, 2027-10-02T02:15, 2027-10-01T15:45:00Z 2027-10-02T15:45:00Z"
                + " 2027-10-03T15:15:00Z",
        // they go back: what comes twice counts the first time
        "Europe/Berlin, 2026-10-24T02:30, 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z"
                + " 2026-10-26T01:30:00Z",
        "America/New_York, 2027-11-06T01:30, 2027-11-06T05:30:00Z 2027-11-07T05:30:00Z"
                + " 2027-11-08T06:30:00Z",
        "Australia/Lord_Howe, 2027-04-03T01:45, 2027-04-02T14:45:00Z 2027-04-03T14:45:00Z"
                + " 2027-04-04T15:15:00Z",
        // a day that there wasn't
        "Pacific/Apia, 2011-12-29T07:00, 2011-12-29T17:00:00Z 2011-12-30T17:00:00Z"
                + " 2011-12-31T17:00:00Z",
        // a leap day
        "Europe/Berlin, 2028-02-28T07:00, 2028-02-28T06:00:00Z 2028-02-29T06:00:00Z"
                + " 2028-03-01T06:00:00Z"
    })
    void comesOnceADayHoweverTheClocksAreChanged(String zone, String first, String expected) {
        // When
        Moments daily = moments(first, zone, DAILY);

        // Then
        assertThat(next(daily, 3)).map(Instant::toString).containsExactly(expected.split(" "));
    }

    @Test
    void comesOnWeekdaysOnly() {
        // Given: a Friday
        Moments weekdays = moments("2026-11-27T07:30", "Europe/Berlin", WEEKDAYS);

        // Then
        assertThat(next(weekdays, 3))
                .map(Instant::toString)
                .containsExactly(
                        "2026-11-27T06:30:00Z", "2026-11-30T06:30:00Z", "2026-12-01T06:30:00Z");
    }

    @Test
    void beginsOnTheFirstDayOnWhichItRepeats() {
        // Given: a Sunday
        Moments mondays = moments("2026-11-29T07:30", "UTC", List.of("MONDAY"));

        // Then
        assertThat(mondays.earliest()).isEqualTo("2026-11-30T07:30:00Z");
    }

    @Test
    void comesOnceIfItDoesNotRepeat() {
        // Given
        Moments leapDay = moments("2028-02-29T12:00", "UTC", List.of());

        // Then
        assertThat(leapDay.earliest()).isEqualTo("2028-02-29T12:00:00Z");
        assertThat(leapDay.after(leapDay.earliest())).isEmpty();
        assertThat(leapDay.last(leapDay.earliest().plusSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-29T07:00, UTC, MONDAY",
        "2027-02-31T07:00, UTC, MONDAY",
        "half past seven, UTC, MONDAY",
        "2027-02-28T07:00, Mars/Olympus, MONDAY",
        "2027-02-28T07:00, UTC, SOMEDAY"
    })
    void refusesATimeThatThereIsNot(String local, String zone, String day) {
        assertThatThrownBy(() -> moments(local, zone, List.of(day)))
                .isInstanceOf(StrangeEventException.class)
                .hasMessageNotContaining(local);
    }

    @Property(tries = 200)
    void comesOnEachOfItsDaysAndOnNoOther(
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(max = 1439) int minute,
            @ForAll Set<DayOfWeek> some,
            @ForAll @IntRange(min = -3000, max = 8000) int start) {
        // Given
        Set<DayOfWeek> days = some.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : some;
        LocalDate first = LocalDate.of(2020, 1, 1).plusDays(start);
        LocalTime time = LocalTime.MIN.plusMinutes(minute);
        Moments moments = new Moments(first.atTime(time), zone, days);
        List<Instant> expected = new ArrayList<>();
        for (LocalDate day = first; day.isBefore(first.plusDays(400)); day = day.plusDays(1)) {
            Instant at = day.atTime(time).atZone(zone).toInstant();
            boolean later = expected.isEmpty() || expected.getLast().isBefore(at);
            if (days.contains(day.getDayOfWeek()) && later) {
                expected.add(at);
            }
        }

        // Then
        assertThat(next(moments, expected.size())).isEqualTo(expected);
        for (Instant each : expected) {
            assertThat(moments.last(each)).contains(each);
            assertThat(moments.last(each.plusMillis(1))).contains(each);
            assertThat(moments.last(each.minusMillis(1)).map(each::isAfter).orElse(true)).isTrue();
        }
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList())
                .map(ZoneId::of);
    }

    private static List<Instant> next(Moments moments, int many) {
        List<Instant> next = new ArrayList<>(List.of(moments.earliest()));
        while (next.size() < many) {
            next.add(moments.after(next.getLast()).orElseThrow());
        }
        return next;
    }

    private static Moments moments(String local, String zone, List<String> days) {
        return Moments.of(new Timer.Ring(Timer.Kind.ALARM, null, local, zone, days)).orElseThrow();
    }

    @Test
    void aCountdownHasNone() {
        assertThat(Moments.of(new Timer.Ring(Timer.Kind.TIMER, 1000L, null, "UTC", List.of())))
                .isEmpty();
    }
}
