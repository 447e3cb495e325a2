package dev.parley.connectors.tools;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which public holiday comes next, of the whole country.
 *
 * <p>Arguments: {@code place}, a country's English name, may be left out: the country of the user's
 * zone; {@code home}, the user's IANA zone. Result: {@code name} in English, {@code date} as
 * ISO-8601, {@code days} from today, {@code country} in English.
 *
 * <p>The holidays are Jollyday's (Apache-2.0).
 */
public final class HolidaysTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of("holidays", "Tells which public holiday comes next.")
                    .takes(Schema.optional("place", "a country; else the user's own"))
                    .gives(
                            Schema.required("name", "in English"),
                            Schema.required("date", "ISO-8601").as("date"),
                            Schema.required("days", "from today"),
                            Schema.required("country", "in English"))
                    .within(Duration.ofSeconds(5))
                    .build();
    private static final int DAYS_AHEAD = 400;
    private static final Map<String, String> ALSO_CALLED =
            Map.of(
                    "usa",
                    "US",
                    "us",
                    "US",
                    "america",
                    "US",
                    "the us",
                    "US",
                    "the usa",
                    "US",
                    "the united states",
                    "US",
                    "england",
                    "GB",
                    "uk",
                    "GB",
                    "the uk",
                    "GB",
                    "britain",
                    "GB");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        ZoneId zone = arguments.home(circumstances.zone());
        LocalDate today = LocalDate.ofInstant(circumstances.now(), zone);
        Optional<String> place = arguments.optional("place");
        String country = place.isPresent() ? country(place.get()) : CountryOfZone.of(zone);
        Holiday next = next(country, today);
        Map<String, String> result = new LinkedHashMap<>();
        result.put("name", next.getDescription(Locale.ENGLISH));
        result.put("date", next.getDate().toString());
        result.put("days", String.valueOf(next.getDate().toEpochDay() - today.toEpochDay()));
        result.put("country", Locale.of("", country).getDisplayCountry(Locale.ENGLISH));
        return result;
    }

    private static Holiday next(String country, LocalDate today) throws ToolFailureException {
        Set<String> known = HolidayManager.getSupportedCalendarCodes();
        if (!known.contains(country)) {
            throw Arguments.refused("I don't know the holidays there. Please name a country.");
        }
        return HolidayManager.getInstance(
                        ManagerParameters.create(country.toLowerCase(Locale.ROOT)))
                .getHolidays(today, today.plusDays(DAYS_AHEAD))
                .stream()
                .min(
                        Comparator.comparing(Holiday::getDate)
                                .thenComparing(Holiday::getPropertiesKey))
                .orElseThrow(() -> Arguments.refused("I know of no holiday there."));
    }

    private static String country(String said) throws ToolFailureException {
        String name = said.strip().toLowerCase(Locale.ROOT);
        String code = ALSO_CALLED.get(name);
        return code != null
                ? code
                : Arrays.stream(Locale.getISOCountries())
                        .filter(
                                each ->
                                        Locale.of("", each)
                                                .getDisplayCountry(Locale.ENGLISH)
                                                .equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        Arguments.refused(
                                                "I don't know a country called "
                                                        + Arguments.echo(said.strip())
                                                        + "."));
    }
}
