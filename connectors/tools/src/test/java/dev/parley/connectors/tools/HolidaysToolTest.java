package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaysToolTest {
    private final HolidaysTool tool = new HolidaysTool();

    @ParameterizedTest
    @CsvSource({
        "germany,2026-09-30T10:00:00Z,2026-10-03,3",
        "the usa,2026-12-20T10:00:00Z,2026-12-25,5",
        "France,2026-07-01T10:00:00Z,2026-07-14,13"
    })
    void tellsTheNextHolidayOfACountry(String place, String now, String date, String days)
            throws ToolFailureException {
        // When
        Map<String, String> result = tool.call(Map.of("place", place), at(now, "Europe/Berlin"));

        // Then
        assertThat(result).containsEntry("date", date).containsEntry("days", days);
        assertThat(result.get("name")).isNotBlank();
    }

    @Test
    void takesTheCountryOfTheUsersZoneAndItsToday() throws ToolFailureException {
        // Given
        Map<String, String> slots = Map.of(Tool.HOME, "America/New_York");

        // When
        Map<String, String> result = tool.call(slots, at("2026-07-04T02:00:00Z", "UTC"));

        // Then
        assertThat(result)
                .containsEntry("country", "United States")
                .containsEntry("date", "2026-07-03")
                .containsEntry("days", "0");
    }

    @ParameterizedTest
    @CsvSource({"atlantis,UTC,atlantis", "vatican,UTC,vatican"})
    void refusesACountryThatItDoesNotKnow(String place, String zone, String named) {
        assertThatExceptionOfType(ToolFailureException.class)
                .isThrownBy(
                        () -> tool.call(Map.of("place", place), at("2026-01-01T00:00:00Z", zone)))
                .withMessageContaining(named);
    }

    @Test
    void asksForTheCountryWhereTheZoneIsOfNone() {
        assertThatExceptionOfType(ToolFailureException.class)
                .isThrownBy(() -> tool.call(Map.of(), at("2026-01-01T00:00:00Z", "UTC")))
                .withMessageContaining("country");
    }

    private static Tool.Circumstances at(String now, String zone) {
        return new Tool.Circumstances(
                Instant.parse(now), ZoneId.of(zone), new UserId("anna"), new CallId("call"));
    }
}
