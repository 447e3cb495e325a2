package dev.parley.connectors.tools.weather;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether and where the weather is looked up. */
public record WeatherConfig(
        @Setting(
                        "whether a weather service on the internet may be asked; it is told places,"
                                + " not who asks")
                boolean enabled,
        @Setting("Open-Meteo's forecast API, or a server that speaks its protocol") URI forecastUrl,
        @Setting("Open-Meteo's API that finds places") URI geocodingUrl,
        @Setting(
                        "the place that is meant where none is named; if not set, the city of the"
                                + " user's time zone")
                @Nullable String home,
        @Setting("the units of temperature and wind") Units units,
        @Setting("how long an answer of the service is waited for") Duration timeout,
        @Setting("how long a forecast is kept for the same question") Duration cacheAge,
        @Setting(value = "forecasts and places that are kept", unit = "entries") int cacheEntries) {
    /** What temperatures and winds are measured in. */
    public enum Units {
        /** Degrees Celsius, kilometers per hour. */
        METRIC,
        /** Degrees Fahrenheit, miles per hour. */
        IMPERIAL
    }

    public WeatherConfig {
        http("forecast-url", forecastUrl);
        http("geocoding-url", geocodingUrl);
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("timeout must be positive and at most 30 s");
        }
        if (!cacheAge.isPositive() || cacheAge.compareTo(Duration.ofHours(6)) > 0) {
            throw new IllegalArgumentException("cache-age must be positive and at most 6 h");
        }
        if (cacheEntries < 1 || cacheEntries > 1_000_000) {
            throw new IllegalArgumentException("cache-entries must be 1 to 1000000");
        }
    }

    public static WeatherConfig defaults() {
        return new WeatherConfig(
                false,
                URI.create("https://api.open-meteo.com/v1/forecast"),
                URI.create("https://geocoding-api.open-meteo.com/v1/search"),
                null,
                Units.METRIC,
                Duration.ofSeconds(4),
                Duration.ofMinutes(15),
                1_000);
    }

    private static void http(String name, URI address) {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getQuery() != null) {
            throw new IllegalArgumentException(
                    name + " must be http://… or https://… without a query");
        }
    }
}
