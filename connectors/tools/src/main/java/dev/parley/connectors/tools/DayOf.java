package dev.parley.connectors.tools;

import dev.parley.streams.calendar.SaidDay;
import dev.parley.streams.tool.ToolFailureException;
import java.time.LocalDate;

/** Which date a day is, as people name it. */
public final class DayOf {
    private DayOf() {}

    /**
     * @throws ToolFailureException if no calendar has it
     */
    public static LocalDate said(String day, LocalDate today) throws ToolFailureException {
        return SaidDay.on(day, today)
                .orElseThrow(
                        () ->
                                Arguments.refused(
                                        "I don't know which day " + Arguments.echo(day) + " is."));
    }
}
