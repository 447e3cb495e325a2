package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.streams.tool.ToolFailureException;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayOfTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");

    @ParameterizedTest
    @CsvSource({
        "today,2026-11-23",
        "tomorrow,2026-11-24",
        "P2D,2026-11-25",
        "-P1W,2026-11-16",
        "P1M,2026-12-23",
        "friday,2026-11-27",
        "next monday,2026-11-30",
        "last friday,2026-11-20",
        "2027-03-01,2027-03-01",
        "--12-24,2026-12-24",
        "--03-03,2027-03-03",
        "--11-23,2026-11-23",
        "--02-29,2028-02-29",
        "---01,2026-12-01",
        "---31,2026-12-31"
    })
    void findsTheDateOfADay(String day, String date) throws ToolFailureException {
        assertThat(DayOf.said(day, MONDAY)).isEqualTo(LocalDate.parse(date));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--02-31", "2027-02-30", "---00", "---32", "that", "P99999999Y", "next"})
    void refusesADayThatNoCalendarHas(String day) {
        assertThatExceptionOfType(ToolFailureException.class)
                .isThrownBy(() -> DayOf.said(day, MONDAY))
                .withMessageContaining(day);
    }
}
