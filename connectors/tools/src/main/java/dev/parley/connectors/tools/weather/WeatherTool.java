package dev.parley.connectors.tools.weather;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.connectors.tools.Arguments;
import dev.parley.connectors.tools.CountryOfZone;
import dev.parley.connectors.tools.DayOf;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The weather and its forecast.
 *
 * <p>Arguments: {@code place}, the name of a city, which may be followed by a comma and the country
 * or state; {@code date}, as {@link DayOf} reads it; both may be left out. Result: {@code place};
 * {@code date}, ISO-8601, and {@code days} from today; {@code sky}, what there will be; {@code
 * low}, {@code high}; {@code rain}, its likelihood in percent, if it is known; {@code unit}, {@code
 * celsius} or {@code fahrenheit}; for today {@code temperature}, {@code wind} and {@code now}, what
 * it is like.
 */
public final class WeatherTool implements Tool {
    private static final int LONGEST_PLACE = 100;

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("weather", "Tells the weather and its forecast.")
                    .takes(
                            Schema.optional("place", "a city; else the user's own"),
                            Schema.optional("date", "such as today, monday or 2026-05-01"))
                    .gives(
                            Schema.required("place", "by its proper name"),
                            Schema.required("date", "ISO-8601").as("date"),
                            Schema.required("days", "from today"),
                            Schema.required("sky", "what there will be"),
                            Schema.required("low", "degrees"),
                            Schema.required("high", "degrees"),
                            Schema.optional("rain", "its likelihood in percent"),
                            Schema.required("unit", "of the degrees")
                                    .oneOf("celsius", "fahrenheit"),
                            Schema.optional("temperature", "today: degrees now"),
                            Schema.optional("wind", "today"),
                            Schema.optional("now", "today: what it is like"))
                    .within(Duration.ofSeconds(60))
                    .build();

    private final WeatherConfig config;
    private final OpenMeteo service;
    private final Cache<Named, Optional<Spot>> spots;
    private final Cache<Spot, Forecast> forecasts;

    /**
     * @param within a country or region, or empty
     * @param country an ISO code, or empty
     */
    private record Named(String name, String within, String country) {}

    public WeatherTool(WeatherConfig config) {
        this(config, Ticker.systemTicker());
    }

    WeatherTool(WeatherConfig config, Ticker ticker) {
        this.config = config;
        this.service = new OpenMeteo(config);
        this.spots = cache(ticker);
        this.forecasts = cache(ticker);
    }

    private <K, V> Cache<K, V> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(config.cacheEntries())
                .expireAfterWrite(config.cacheAge())
                .executor(Runnable::run)
                .ticker(ticker)
                .build();
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        if (!config.enabled()) {
            throw new ToolFailureException(
                    Reason.DENIED,
                    "For the weather I'd have to tell a service on the internet which place you"
                            + " ask about, so that is switched off. Whoever runs me can allow it in"
                            + " the settings, under tools, weather, enabled.");
        }
        Arguments arguments = new Arguments(slots);
        Spot spot = spot(arguments, circumstances.zone());
        Forecast forecast = forecast(spot);
        LocalDate today = LocalDate.ofInstant(circumstances.now(), forecast.zone());
        Optional<String> said = arguments.optional("date");
        LocalDate date = said.isEmpty() ? today : DayOf.said(said.get(), today);
        return result(spot, forecast, today, day(forecast, date, today));
    }

    private Map<String, String> result(
            Spot spot, Forecast forecast, LocalDate today, Forecast.Day day) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("place", spot.name());
        result.put("date", day.date().toString());
        result.put("days", String.valueOf(day.date().toEpochDay() - today.toEpochDay()));
        result.put("sky", Sky.of(day.code()).later());
        result.put("low", String.valueOf(day.low()));
        result.put("high", String.valueOf(day.high()));
        if (day.rain() >= 0) {
            result.put("rain", String.valueOf(day.rain()));
        }
        result.put(
                "unit", config.units() == WeatherConfig.Units.IMPERIAL ? "fahrenheit" : "celsius");
        if (day.date().equals(today)) {
            result.put("temperature", String.valueOf(forecast.temperature()));
            result.put("wind", String.valueOf(forecast.wind()));
            result.put("now", Sky.of(forecast.code()).now());
        }
        return result;
    }

    private static Forecast.Day day(Forecast forecast, LocalDate date, LocalDate today)
            throws ToolFailureException {
        if (date.isBefore(today)) {
            throw Arguments.refused("I only know the weather from today on.");
        }
        return forecast.days().stream()
                .filter(day -> day.date().equals(date))
                .findFirst()
                .orElseThrow(
                        () -> Arguments.refused("I can't look that far ahead for the weather."));
    }

    private Forecast forecast(Spot spot) throws ToolFailureException {
        Forecast kept = forecasts.getIfPresent(spot);
        if (kept == null) {
            kept = service.forecast(spot);
            forecasts.put(spot, kept);
        }
        return kept;
    }

    private Spot spot(Arguments arguments, ZoneId zone) throws ToolFailureException {
        Optional<String> said =
                arguments.optional("place").or(() -> Optional.ofNullable(config.home()));
        Named named = said.isPresent() ? named(said.get()) : cityOf(zone);
        Optional<Spot> kept = spots.getIfPresent(named);
        if (kept == null) {
            kept = service.find(named.name(), named.within(), named.country());
            spots.put(named, kept);
        }
        return kept.orElseThrow(
                () ->
                        Arguments.refused(
                                "I don't know where " + Arguments.echo(named.name()) + " is."));
    }

    private static Named named(String said) throws ToolFailureException {
        if (said.length() > LONGEST_PLACE) {
            throw Arguments.refused("I don't know a place with such a long name.");
        }
        String place = said.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        int comma = place.indexOf(',');
        return comma < 0
                ? new Named(place, "", "")
                : new Named(
                        place.substring(0, comma).strip(), place.substring(comma + 1).strip(), "");
    }

    /** The city by which the zone is named, in the zone's country. */
    private static Named cityOf(ZoneId zone) throws ToolFailureException {
        String id = zone.getId();
        int last = id.lastIndexOf('/');
        try {
            String country = CountryOfZone.of(zone);
            if (last > 0) {
                return new Named(
                        id.substring(last + 1).replace('_', ' ').toLowerCase(Locale.ROOT),
                        "",
                        country);
            }
        } catch (ToolFailureException ofNoCountry) {
            // asked below
        }
        throw Arguments.refused("For which place would you like to know the weather?");
    }
}
