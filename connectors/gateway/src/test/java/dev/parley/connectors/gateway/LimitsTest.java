package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much one may do in a while, and that it is no matter of the others'. */
class LimitsTest {
    private static final byte[] SECOND = new byte[48_000];
    private static final String CLEAR =
            "{\"type\":\"input_audio_buffer.clear\",\"event_id\":\"e1\"}";

    private final ManualClock clock = new ManualClock();
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway =
                new Gateway(
                        Gateway.config(
                                new RatesConfig(2, 4, 1000, 1000, 3, Duration.ofSeconds(10)),
                                StrangersConfig.defaults()),
                        new TextTurnsConfig(Duration.ofMinutes(10), 16, 2, 32, Duration.ofDays(7)),
                        clock);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void eventsBeyondTheRateAreRefusedUntilTimeHasPassed() {
        try (Client client = gateway.connect();
                Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            // Given
            for (int i = 0; i < 4; i++) {
                client.send(CLEAR);
                client.next("input_audio_buffer.cleared");
            }

            // When
            client.send(CLEAR);

            // Then
            JsonNode error = client.next("error").path("error");
            assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
            assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
            assertThat(error.path("event_id").asText()).isEqualTo("e1");
            assertThat(error.path("message").asText()).contains("2 events a second");
            other.isQuietAndWell();
            clock.pass(Duration.ofMillis(500));
            client.isQuietAndWell();
        }
    }

    @Test
    void whoGoesOnSendingMoreIsPutOut() {
        try (Client client = gateway.connect();
                Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            // When
            for (int i = 0; i < 4 + 5; i++) {
                client.send(CLEAR);
            }

            // Then
            assertThat(client.closeCode()).isEqualTo(1008);
            other.isQuietAndWell();
        }
    }

    @Test
    void soundIsNoEventAndAWholeRecordingMayComeAtOnce() {
        try (Client client = gateway.connect()) {
            // When
            byte[] frame = new byte[960];
            for (int i = 0; i < 400; i++) {
                client.sendSound(frame);
            }
            for (int i = 0; i < 50; i++) {
                client.append(frame);
            }

            // Then
            gateway.log.await(client.session, Audio.Frames.class, 449 * 20 / 60);
            client.isQuietAndWell();
        }
    }

    @Test
    void framesBeyondTheRateWaitAndNoneIsLost() {
        try (Gateway slow =
                new Gateway(
                        Gateway.config(
                                new RatesConfig(100, 100, 200, 20, 100, Duration.ofHours(1)),
                                StrangersConfig.defaults()))) {
            try (Client client = slow.connect()) {
                // When
                long begun = System.nanoTime();
                for (int i = 0; i < 120; i++) {
                    client.sendSound(new byte[2880]);
                }
                slow.log.await(client.session, Audio.Frames.class, 120);

                // Then
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isGreaterThan(Duration.ofMillis(450));
                client.isQuietAndWell();
            }
        }
    }

    @Test
    void soundIsCountedOverAllOfAUsersSessionsAlsoPastOnes() {
        try (Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            // Given
            try (Client first = gateway.connect()) {
                for (int i = 0; i < 6; i++) {
                    first.sendSound(SECOND);
                }
                gateway.log.await(first.session, Audio.Frames.class, 99);
                first.close();
                gateway.log.await(first.session, Control.SessionEnded.class, 1);
            }

            // When
            try (Client second = gateway.connect()) {
                for (int i = 0; i < 6; i++) {
                    second.sendSound(SECOND);
                }

                // Then
                JsonNode error = second.next("error").path("error");
                assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
                assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
                assertThat(error.path("message").asText()).contains("10 s of sound");
                second.isQuietAndWell();
                assertThat(gateway.log.written(second.session, Audio.Frames.class))
                        .hasSizeBetween(66, 68);
                assertThat(gateway.log.written(second.session, Audio.Stalled.class))
                        .as("what was said before counts as said")
                        .hasSize(1);

                // the other's is another's
                for (int i = 0; i < 6; i++) {
                    other.sendSound(SECOND);
                }
                gateway.log.await(other.session, Audio.Frames.class, 99);
                other.isQuietAndWell();

                // and an hour later all is well
                clock.pass(Duration.ofMinutes(61));
                int before = gateway.log.written(second.session, Audio.Frames.class).size();
                second.sendSound(SECOND);
                gateway.log.await(second.session, Audio.Frames.class, before + 15);
                second.isQuietAndWell();
            }
        }
    }

    @Test
    void turnsInTextAreCountedOverAllEntrances() throws Exception {
        try (Client client = gateway.connect();
                Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            // Given
            type(client, "one");
            type(client, "two");
            clock.pass(Duration.ofSeconds(2));
            CompletableFuture<HttpResponse<String>> third = post("three", Gateway.TOKEN);
            awaitSubmitted(3);

            // When
            HttpResponse<String> overHttp = post("four", Gateway.TOKEN).join();
            client.send(typed("five"));
            client.until("conversation.item.done");
            client.send("{\"type\":\"response.create\",\"event_id\":\"e5\"}");

            // Then
            JsonNode problem = Client.JSON.readTree(overHttp.body());
            assertThat(overHttp.statusCode()).isEqualTo(429);
            assertThat(problem.path("type").asText()).endsWith(":rate-limit-exceeded");
            assertThat(overHttp.headers().firstValue("retry-after")).contains("18");
            JsonNode error = client.next("error").path("error");
            assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
            assertThat(error.path("event_id").asText()).isEqualTo("e5");
            type(other, "mine");
            awaitSubmitted(4);

            // and what was typed waits for its answer
            clock.pass(Duration.ofSeconds(18));
            client.send("{\"type\":\"response.create\"}");
            awaitSubmitted(5);
            third.cancel(true);
        }
    }

    @Test
    void whenAllSessionsOverHttpAreTakenOthersAreToldToComeLater() throws Exception {
        // Given
        post("one", Gateway.TOKEN);
        post("two", Gateway.TOKEN);
        awaitSubmitted(2);

        // When
        HttpResponse<String> refused = post("mine", Gateway.OTHERS_TOKEN).join();

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(Client.JSON.readTree(refused.body()).path("type").asText())
                .endsWith(":too-many-sessions");
    }

    @Test
    void oneSessionTooManyIsAProblemThatSaysWhenToComeBack() throws Exception {
        try (Client one = gateway.connect();
                Client two = gateway.connect();
                Client three = gateway.connect()) {
            // When
            HttpResponse<?> refused = gateway.upgrade("", Gateway.TOKEN);

            // Then
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.headers().firstValue("content-type"))
                    .contains("application/problem+json");
            try (Client other = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
                other.isQuietAndWell();
            }
            assertThat(List.of(one, two, three)).doesNotHaveDuplicates();
        }
    }

    @Test
    void whenAllSessionsAreTakenOthersAreToldToComeLater() {
        try (Gateway small = small();
                Client mine = small.connect();
                Client theirs = small.connectAs(Gateway.OTHERS_TOKEN)) {
            // When
            HttpResponse<?> refused = small.upgrade("", Gateway.GUESTS_TOKEN);

            // Then
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).contains("5");
            mine.isQuietAndWell();
            theirs.isQuietAndWell();
        }
    }

    @Test
    void aFrameThatIsTooLongEndsItsConnectionAlone() {
        try (Gateway small = small();
                Client mine = small.connect();
                Client theirs = small.connectAs(Gateway.OTHERS_TOKEN)) {
            // When
            mine.sendSound(new byte[(128 << 10) + 2]);

            // Then
            assertThat(
                            mine.closed
                                    .handle((code, fault) -> true)
                                    .orTimeout(60, TimeUnit.SECONDS)
                                    .join())
                    .as("it ends, without a word")
                    .isTrue();
            theirs.isQuietAndWell();
        }
    }

    @Test
    void turnsUnderWayAreLimitedForEachUser() throws Exception {
        try (Gateway busy =
                new Gateway(
                        Gateway.config(),
                        new TextTurnsConfig(
                                Duration.ofMinutes(10), 16, 100, 1, Duration.ofDays(7)))) {
            // Given
            Gateway usual = gateway;
            gateway = busy;
            CompletableFuture<HttpResponse<String>> first = post("one", Gateway.TOKEN);
            awaitSubmitted(1);

            // When
            HttpResponse<String> second = post("two", Gateway.TOKEN).join();
            CompletableFuture<HttpResponse<String>> others = post("mine", Gateway.OTHERS_TOKEN);

            // Then
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("retry-after")).contains("1");
            assertThat(Client.JSON.readTree(second.body()).path("type").asText())
                    .endsWith(":too-many-turns");
            awaitSubmitted(2);
            first.cancel(true);
            others.cancel(true);
            gateway = usual;
        }
    }

    private static Gateway small() {
        GatewayConfig usual = Gateway.config();
        return new Gateway(
                new GatewayConfig(
                        usual.host(),
                        0,
                        0,
                        usual.presence(),
                        new GatewayConfig.Limits(
                                2, 2, 64 << 10, 128 << 10, 1000, 5, 4 << 20, 64 << 10),
                        usual.patience()));
    }

    private static void type(Client client, String text) {
        client.send(typed(text));
        client.until("conversation.item.done");
        client.send("{\"type\":\"response.create\"}");
    }

    private static String typed(String text) {
        return "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                   + "\"content\":[{\"type\":\"input_text\",\"text\":\""
                + text
                + "\"}]}}";
    }

    private CompletableFuture<HttpResponse<String>> post(String text, String token) {
        return gateway.http.sendAsync(
                HttpRequest.newBuilder(
                                java.net.URI.create(
                                        "http://127.0.0.1:"
                                                + gateway.server.httpPort()
                                                + "/api/turns"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void awaitSubmitted(int count) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        while (submitted() < count && System.nanoTime() < until) {
            Thread.sleep(2);
        }
        assertThat(submitted()).isEqualTo(count);
    }

    private long submitted() {
        return gateway.log.written().stream()
                .filter(each -> each.envelope().event() instanceof Control.TextSubmitted)
                .count();
    }
}
