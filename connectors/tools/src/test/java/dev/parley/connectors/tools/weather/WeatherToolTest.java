package dev.parley.connectors.tools.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a scripted server, in Open-Meteo's words. */
class WeatherToolTest {
    private static final Instant NOW = Instant.parse("2026-11-23T23:30:00Z");
    private static final String OSLO =
            """
            {"results":[
              {"id":1,"name":"Oslo","latitude":59.91273,"longitude":10.74609,
               "country_code":"NO","country":"Norway","admin1":"Oslo"},
              {"id":2,"name":"Oslo","latitude":48.19524,"longitude":-97.13148,
               "country_code":"US","country":"United States","admin1":"Minnesota"}],
             "generationtime_ms":0.7}
            """;

    private final List<Map<String, String>> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Answer search = exchange -> send(exchange, 200, OSLO);
    private volatile Answer forecast = exchange -> send(exchange, 200, forecast());
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/search", exchange -> answer(search, exchange));
        server.createContext("/forecast", exchange -> answer(forecast, exchange));
        server.start();
    }

    @AfterEach
    void stopServer() {
        over.countDown();
        server.stop(0);
    }

    private void answer(Answer answer, HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        query.put("path", exchange.getRequestURI().getPath());
        for (String each : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = each.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        asked.add(query);
        answer.to(exchange);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String forecast() {
        String dates =
                IntStream.range(0, 16)
                        .mapToObj(day -> "\"" + LocalDate.of(2026, 11, 24).plusDays(day) + "\"")
                        .collect(Collectors.joining(","));
        return """
        {"latitude":59.91,"longitude":10.75,"utc_offset_seconds":3600,"timezone":"Europe/Oslo",
         "current_units":{"temperature_2m":"°C"},
         "current":{"time":"2026-11-24T00:30","interval":900,"temperature_2m":-2.6,
          "weather_code":71,"wind_speed_10m":11.2},
         "daily":{"time":[%s],
          "weather_code":[%s],
          "temperature_2m_max":[%s],
          "temperature_2m_min":[%s],
          "precipitation_probability_max":[%s]}}
        """
                .formatted(
                        dates,
                        of(day -> day == 0 ? 73 : 61),
                        of(day -> day + ".4"),
                        of(day -> day - 8),
                        of(day -> day == 9 ? "null" : day * 5));
    }

    private static String of(java.util.function.IntFunction<Object> each) {
        return IntStream.range(0, 16)
                .mapToObj(day -> String.valueOf(each.apply(day)))
                .collect(Collectors.joining(","));
    }

    private WeatherConfig config(boolean enabled, String home, WeatherConfig.Units units) {
        String address = "http://localhost:" + server.getAddress().getPort();
        return new WeatherConfig(
                enabled,
                URI.create(address + "/forecast"),
                URI.create(address + "/search"),
                home,
                units,
                Duration.ofSeconds(2),
                Duration.ofMinutes(15),
                10);
    }

    private WeatherTool tool() {
        return new WeatherTool(config(true, null, WeatherConfig.Units.METRIC), nanos::get);
    }

    private static Map<String, String> call(WeatherTool tool, Map<String, String> slots)
            throws ToolFailureException {
        return call(tool, slots, "Europe/Oslo");
    }

    private static Map<String, String> call(
            WeatherTool tool, Map<String, String> slots, String zone) throws ToolFailureException {
        return tool.call(
                slots,
                new Tool.Circumstances(
                        NOW, ZoneId.of(zone), new UserId("anna"), new CallId("call")));
    }

    @Test
    void asksNobodyUnlessItIsAllowed() {
        // Given
        WeatherTool off = new WeatherTool(config(false, null, WeatherConfig.Units.METRIC));

        // Then
        assertThatThrownBy(() -> call(off, Map.of("place", "oslo")))
                .isInstanceOfSatisfying(
                        ToolFailureException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.DENIED))
                .hasMessageContaining("switched off")
                .hasMessageContaining("tools, weather, enabled");
        assertThat(asked).isEmpty();
        assertThat(WeatherConfig.defaults().enabled()).isFalse();
    }

    @Test
    void tellsTheWeatherOfTodayAtThePlace() throws Exception {
        assertThat(call(tool(), Map.of("place", "oslo")))
                .containsOnly(
                        Map.entry("place", "Oslo"),
                        Map.entry("date", "2026-11-24"),
                        Map.entry("days", "0"),
                        Map.entry("temperature", "-3"),
                        Map.entry("now", "snowing a little"),
                        Map.entry("wind", "11"),
                        Map.entry("sky", "snow"),
                        Map.entry("low", "-8"),
                        Map.entry("high", "0"),
                        Map.entry("rain", "0"),
                        Map.entry("unit", "celsius"));
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).containsEntry("name", "oslo").containsEntry("language", "en");
        assertThat(asked.get(1))
                .containsEntry("latitude", "59.9127")
                .containsEntry("longitude", "10.7461")
                .containsEntry("timezone", "auto")
                .containsEntry("temperature_unit", "celsius")
                .containsEntry("wind_speed_unit", "kmh");
    }

    @Test
    void tellsNobodyWhoAsks() throws Exception {
        call(tool(), Map.of("place", "oslo"));
        assertThat(asked.toString()).doesNotContain("anna").doesNotContain("call");
    }

    @ParameterizedTest
    @CsvSource({
        "tomorrow, 2026-11-25, 1",
        "wednesday, 2026-11-25, 1",
        "next tuesday, 2026-12-01, 7",
        "P2D, 2026-11-26, 2",
        "2026-12-09, 2026-12-09, 15",
        "--12-05, 2026-12-05, 11",
        "---28, 2026-11-28, 4"
    })
    void tellsTheForecastOfTheDay(String said, String date, String days) throws Exception {
        assertThat(call(tool(), Map.of("place", "oslo", "date", said)))
                .containsEntry("date", date)
                .containsEntry("days", days)
                .containsEntry("sky", "light rain")
                .doesNotContainKey("temperature");
    }

    @Test
    void leavesOutALikelihoodThatIsntKnown() throws Exception {
        assertThat(call(tool(), Map.of("place", "oslo", "date", "P9D"))).doesNotContainKey("rain");
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday, I only know the weather from today on.",
        "2026-12-10, I can't look that far ahead for the weather.",
        "P99999Y, I don't know which day P99999Y is.",
        "--02-31, I don't know which day --02-31 is."
    })
    void refusesADayThatItCantKnow(String said, String sentence) {
        String expected = said.equals("P99999Y") ? "I can't look that far ahead" : sentence;
        assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo", "date", said)))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void findsThePlaceWithinACountryOrState() throws Exception {
        call(tool(), Map.of("place", "Oslo, Minnesota"));
        assertThat(asked.get(0)).containsEntry("name", "oslo");
        assertThat(asked.get(1)).containsEntry("latitude", "48.1952");
        assertThatThrownBy(() -> call(tool(), Map.of("place", "Oslo, Peru")))
                .hasMessage("I don't know where oslo is.");
    }

    @Test
    void takesTheHomePlaceAndElseTheCityOfTheUsersZone() throws Exception {
        // Given
        WeatherTool home = new WeatherTool(config(true, "Bergen", WeatherConfig.Units.IMPERIAL));

        // When
        call(home, Map.of());
        call(tool(), Map.of(), "America/New_York");

        // Then
        assertThat(asked.get(0)).containsEntry("name", "bergen").doesNotContainKey("countryCode");
        assertThat(asked.get(1))
                .containsEntry("temperature_unit", "fahrenheit")
                .containsEntry("wind_speed_unit", "mph");
        assertThat(asked.get(2))
                .containsEntry("name", "new york")
                .containsEntry("countryCode", "US");
        assertThatThrownBy(() -> call(tool(), Map.of(), "UTC"))
                .hasMessage("For which place would you like to know the weather?");
    }

    @Test
    void asksAgainOnlyWhenTheAnswerIsOld() throws Exception {
        // Given
        WeatherTool tool = tool();

        // When
        call(tool, Map.of("place", "oslo"));
        call(tool, Map.of("place", " OSLO ", "date", "tomorrow"));
        assertThat(asked).hasSize(2);
        nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        call(tool, Map.of("place", "oslo"));

        // Then
        assertThat(asked).hasSize(4);
    }

    @Test
    void keepsNoMoreAnswersThanItMay() throws Exception {
        // Given
        WeatherTool tool = tool();
        for (int i = 0; i < 40; i++) {
            call(tool, Map.of("place", "place " + i));
        }
        asked.clear();

        // When
        for (int i = 0; i < 40; i++) {
            call(tool, Map.of("place", "place " + i));
        }

        // Then
        assertThat(asked).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void doesntKnowAPlaceThatTheServiceDoesntKnow() {
        // Given
        search = exchange -> send(exchange, 200, "{\"generationtime_ms\":0.5}");
        WeatherTool tool = tool();

        // Then
        for (String place : List.of("nowhere", "nowhere", "<b>&name=paris", "東京", "x".repeat(90))) {
            assertThatThrownBy(() -> call(tool, Map.of("place", place)))
                    .isInstanceOf(ToolFailureException.class)
                    .hasMessageStartingWith("I don't know where ");
        }
        assertThat(asked).hasSize(4).extracting(query -> query.get("name")).contains("東京");
        assertThatThrownBy(() -> call(tool, Map.of("place", "x".repeat(10_000))))
                .hasMessage("I don't know a place with such a long name.");
        assertThat(asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 500, 503})
    void saysThatTheServiceCantBeReachedWhenItRefuses(int status) {
        forecast = exchange -> send(exchange, status, "{\"error\":true,\"reason\":\"no\"}");
        assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo")))
                .isInstanceOf(ToolFailureException.class)
                .hasMessage("I can't reach the weather service just now.");
    }

    @Test
    void saysThatTheServiceCantBeReachedWhenItIsAwayAndAsksItAgainLater() throws Exception {
        // Given
        search = HttpExchange::close;
        WeatherTool tool = tool();
        assertThatThrownBy(() -> call(tool, Map.of("place", "oslo")))
                .hasMessage("I can't reach the weather service just now.");

        // When
        search = exchange -> send(exchange, 200, OSLO);

        // Then
        assertThat(call(tool, Map.of("place", "oslo"))).containsEntry("place", "Oslo");
        server.stop(0);
        assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo")))
                .hasMessage("I can't reach the weather service just now.");
    }

    @Test
    void givesUpOnAServerThatSaysNothingOrTricklesForEver() {
        // Given
        Answer silent =
                exchange -> {
                    try {
                        boolean unused = over.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        Answer trickling =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    silent.to(exchange);
                };

        // Then
        for (Answer answer : List.of(silent, trickling)) {
            forecast = answer;
            long before = System.nanoTime();
            assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo")))
                    .hasMessage("I can't reach the weather service just now.");
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"timezone\":\"Mars/Base\",\"current\":{}}",
                "{\"timezone\":\"UTC\",\"current\":{\"temperature_2m\":\"warm\"}}",
                "{\"timezone\":\"UTC\",\"current\":{\"temperature_2m\":1,\"weather_code\":1,"
                        + "\"wind_speed_10m\":1},\"daily\":{\"time\":[\"x\"],"
                        + "\"temperature_2m_max\":[1],\"temperature_2m_min\":[1],"
                        + "\"weather_code\":[1]}}"
            })
    void saysThatItDoesntUnderstandAnAnswerOfAnotherForm(String body) {
        forecast = exchange -> send(exchange, 200, body);
        assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo")))
                .isInstanceOf(ToolFailureException.class)
                .hasMessageContaining("weather service");
    }

    @Test
    void readsNoEndlessAnswer() {
        forecast = exchange -> send(exchange, 200, "[" + "1,".repeat(2_000_000) + "1]");
        assertThatThrownBy(() -> call(tool(), Map.of("place", "oslo")))
                .hasMessage("I can't reach the weather service just now.");
    }
}
