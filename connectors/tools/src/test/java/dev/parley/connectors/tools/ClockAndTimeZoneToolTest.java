package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool.Circumstances;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockAndTimeZoneToolTest {
    /** A Sunday evening in Berlin, Monday morning in Tokyo. */
    private static final Circumstances IN_BERLIN =
            new Circumstances(
                    Instant.parse("2026-11-22T18:05:00Z"),
                    ZoneId.of("Europe/Berlin"),
                    new UserId("anna"),
                    new CallId("call"));

    private final Places places = new Places();
    private final ClockTool clock = new ClockTool(places);
    private final TimeZoneTool timeZone = new TimeZoneTool(places);

    @Test
    void tellsTheTimeWhereTheUserIs() throws Exception {
        assertThat(clock.call(Map.of(), IN_BERLIN))
                .containsOnly(
                        Map.entry("time", "19:05"),
                        Map.entry("date", "2026-11-22"),
                        Map.entry("weekday", "Sunday"),
                        Map.entry("zone", "Europe/Berlin"));
    }

    @Test
    void prefersTheHomeThatTheCallNames() throws Exception {
        assertThat(clock.call(Map.of("home", "America/New_York"), IN_BERLIN))
                .containsEntry("time", "13:05")
                .containsEntry("zone", "America/New_York")
                .doesNotContainKey("place");
    }

    @Test
    void tellsTheTimeElsewhereOnTheDayThatItIsThere() throws Exception {
        assertThat(clock.call(Map.of("place", "tokyo"), IN_BERLIN))
                .containsOnly(
                        Map.entry("time", "03:05"),
                        Map.entry("date", "2026-11-23"),
                        Map.entry("weekday", "Monday"),
                        Map.entry("zone", "Asia/Tokyo"),
                        Map.entry("place", "Tokyo"));
    }

    @ParameterizedTest
    @CsvSource({
        "today, 2026-11-22, Sunday",
        "tomorrow, 2026-11-23, Monday",
        "yesterday, 2026-11-21, Saturday",
        "Friday, 2026-11-27, Friday",
        "sunday, 2026-11-29, Sunday",
    })
    void tellsTheDateOfAnotherDay(String day, String date, String weekday) throws Exception {
        assertThat(clock.call(Map.of("day", day), IN_BERLIN))
                .containsEntry("date", date)
                .containsEntry("weekday", weekday);
    }

    @Test
    void saysWhatItDoesntKnow() {
        assertThatThrownBy(() -> clock.call(Map.of("place", "atlantis"), IN_BERLIN))
                .hasMessage("I don't know where atlantis is.");
        assertThatThrownBy(() -> clock.call(Map.of("day", "someday"), IN_BERLIN))
                .hasMessage("I don't know which day someday is.");
        assertThatThrownBy(() -> clock.call(Map.of("home", "Nowhere/Else"), IN_BERLIN))
                .hasMessage("I don't know the time zone Nowhere/Else.");
    }

    @ParameterizedTest
    @CsvSource({
        "tokyo, Asia/Tokyo, Japan Standard Time, +09:00, Tokyo",
        "new york, America/New_York, Eastern Standard Time, -05:00, New York",
        "london, Europe/London, Greenwich Mean Time, +00:00, London",
        "delhi, Asia/Kolkata, India Standard Time, +05:30, Delhi",
        "utc, Etc/UTC, Coordinated Universal Time, +00:00, UTC",
    })
    void namesTheZoneOfAPlace(String said, String zone, String name, String offset, String place)
            throws Exception {
        assertThat(timeZone.call(Map.of("place", said), IN_BERLIN))
                .containsOnly(
                        Map.entry("zone", zone),
                        Map.entry("name", name),
                        Map.entry("offset", offset),
                        Map.entry("place", place));
    }

    @Test
    void namesDaylightTimeInSummer() throws Exception {
        Circumstances july =
                new Circumstances(
                        Instant.parse("2026-07-01T12:00:00Z"),
                        ZoneId.of("UTC"),
                        new UserId("anna"),
                        new CallId("call"));
        assertThat(timeZone.call(Map.of("place", "new york"), july))
                .containsEntry("name", "Eastern Daylight Time")
                .containsEntry("offset", "-04:00");
    }
}
