package dev.parley.connectors.tools.weather;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Open-Meteo over HTTP, as open-meteo.com/en/docs and .../docs/geocoding-api have it. What
 * goes wrong there is a failure that can be spoken; the log is told what it was, and not which
 * place.
 */
final class OpenMeteo {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMeteo.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 1 << 20;
    private static final int CANDIDATES = 20;
    private static final String UNREACHABLE = "I can't reach the weather service just now.";

    /** The most that the service looks ahead. */
    static final int DAYS = 16;

    private final WeatherConfig config;
    private final HttpClient http;

    OpenMeteo(WeatherConfig config) {
        this.config = config;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(config.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * The best known place of a name.
     *
     * @param within the country or region that it must lie in; empty for any
     * @param country the ISO code of the country; empty for any
     */
    Optional<Spot> find(String name, String within, String country) throws ToolFailureException {
        Map<String, String> query = new TreeMap<>();
        query.put("name", name);
        query.put("count", String.valueOf(CANDIDATES));
        query.put("language", "en");
        query.put("format", "json");
        if (!country.isEmpty()) {
            query.put("countryCode", country);
        }
        for (JsonNode found : ask(config.geocodingUrl(), query).path("results")) {
            if (within.isEmpty() || liesIn(found, within)) {
                if (!found.path("latitude").isNumber() || !found.path("longitude").isNumber()) {
                    throw notUnderstood();
                }
                return Optional.of(
                        new Spot(
                                found.path("name").asText(name),
                                found.path("latitude").asDouble(),
                                found.path("longitude").asDouble()));
            }
        }
        return Optional.empty();
    }

    private static boolean liesIn(JsonNode found, String within) {
        return List.of("admin1", "admin2", "country", "country_code").stream()
                .anyMatch(field -> found.path(field).asText().equalsIgnoreCase(within));
    }

    Forecast forecast(Spot spot) throws ToolFailureException {
        boolean imperial = config.units() == WeatherConfig.Units.IMPERIAL;
        Map<String, String> query = new TreeMap<>();
        query.put("latitude", String.format(Locale.ROOT, "%.4f", spot.latitude()));
        query.put("longitude", String.format(Locale.ROOT, "%.4f", spot.longitude()));
        query.put("current", "temperature_2m,weather_code,wind_speed_10m");
        query.put(
                "daily",
                "weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max");
        query.put("timezone", "auto");
        query.put("forecast_days", String.valueOf(DAYS));
        query.put("temperature_unit", imperial ? "fahrenheit" : "celsius");
        query.put("wind_speed_unit", imperial ? "mph" : "kmh");
        JsonNode answer = ask(config.forecastUrl(), query);
        try {
            JsonNode current = answer.path("current");
            return new Forecast(
                    ZoneId.of(answer.path("timezone").asText()),
                    number(current.path("temperature_2m")),
                    number(current.path("weather_code")),
                    number(current.path("wind_speed_10m")),
                    days(answer.path("daily")));
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            throw notUnderstood();
        }
    }

    private static List<Forecast.Day> days(JsonNode daily) {
        List<Forecast.Day> days = new ArrayList<>();
        for (int i = 0; i < daily.path("time").size(); i++) {
            if (daily.path("temperature_2m_max").path(i).isNumber()
                    && daily.path("temperature_2m_min").path(i).isNumber()) {
                JsonNode rain = daily.path("precipitation_probability_max").path(i);
                days.add(
                        new Forecast.Day(
                                LocalDate.parse(daily.path("time").path(i).asText()),
                                number(daily.path("weather_code").path(i)),
                                number(daily.path("temperature_2m_min").path(i)),
                                number(daily.path("temperature_2m_max").path(i)),
                                rain.isNumber() ? number(rain) : -1));
            }
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException("daily");
        }
        return List.copyOf(days);
    }

    private static int number(JsonNode number) {
        if (!number.isNumber()) {
            throw new IllegalArgumentException("a number");
        }
        return (int) Math.round(number.asDouble());
    }

    private JsonNode ask(URI address, Map<String, String> query) throws ToolFailureException {
        String asked =
                query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "?" + asked))
                        .header("accept", "application/json")
                        .header("user-agent", "Parley")
                        .GET()
                        .build();
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() == 429) {
            throw failed("has had too many questions", "The weather service wants a rest.");
        }
        if (response.statusCode() != 200) {
            throw failed("answered with status " + response.statusCode(), UNREACHABLE);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException unreadable) {
            throw notUnderstood();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The whole answer within the time: a server that sends byte by byte is given up, too. */
    private HttpResponse<byte[]> send(HttpRequest request) throws ToolFailureException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw failed("didn't answer in time", UNREACHABLE);
        } catch (ExecutionException broken) {
            Throwable cause = broken.getCause();
            throw failed(
                    "can't be asked: "
                            + (cause == null ? broken : cause).getClass().getSimpleName(),
                    UNREACHABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailureException(Reason.TIMED_OUT, UNREACHABLE);
        } finally {
            answer.cancel(true);
        }
    }

    private static ToolFailureException notUnderstood() {
        return failed(
                "gave an answer of an unknown form",
                "The weather service gave an answer that I don't understand.");
    }

    private static ToolFailureException failed(String what, String sentence) {
        LOG.warn("The weather service {}", what);
        return new ToolFailureException(Reason.FAULT, sentence);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
