package dev.parley.connectors.tools.weather;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * The weather now and on some days from the first on, in the units that were asked for.
 *
 * @param zone of the place
 * @param temperature now, rounded
 * @param code of the sky now, of the WMO
 */
record Forecast(ZoneId zone, int temperature, int code, int wind, List<Day> days) {
    /**
     * A day's weather.
     *
     * @param code of the sky, the most severe of the day
     * @param rain the likelihood of rain or snow, in percent; -1 if it isn't known
     */
    record Day(LocalDate date, int code, int low, int high, int rain) {}
}
