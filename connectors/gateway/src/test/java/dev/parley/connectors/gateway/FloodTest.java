package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.gateway.limits.RatesConfig;
import dev.parley.connectors.gateway.limits.StrangersConfig;
import dev.parley.connectors.gateway.turns.TextTurnsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of nobody's, and that they are no matter of those who are in. */
class FloodTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final String UPGRADE =
            """
            GET /v1/realtime HTTP/1.1\r
            Host: x\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            %s\r
            """;

    private final ManualClock clock = new ManualClock();
    private final List<Socket> opened = new ArrayList<>();
    private Gateway gateway;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
        gateway.close();
    }

    @Test
    void whoNeverFinishesTheUpgradeIsPutOut() throws Exception {
        // Given
        gateway = gateway(new StrangersConfig(100, 100, 1000, Duration.ofSeconds(10), 100));
        try (Client live = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            Socket silent = open("");
            Socket slow = open("GET /v1/realtime HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            Socket turnedAway = open(UPGRADE.formatted(""));
            assertThat(turnedAway.getInputStream().read()).isPositive();

            // When
            clock.pass(Duration.ofSeconds(11));

            // Then
            assertThat(isClosed(silent)).isTrue();
            assertThat(isClosed(slow)).isTrue();
            assertThat(isClosed(turnedAway)).isTrue();
            live.isQuietAndWell();
        }
    }

    @Test
    void oneTooManyPushesOutTheOneThatWaitedLongest() throws Exception {
        // Given
        gateway = gateway(new StrangersConfig(100, 3, 1000, LONG, 100));
        try (Client live = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            Socket first = open("");
            Socket second = open("");
            open("");

            // When
            open("");

            // Then
            assertThat(isClosed(first)).isTrue();
            live.isQuietAndWell();

            // and whoever has a token comes in
            try (Client newcomer = gateway.connect()) {
                newcomer.isQuietAndWell();
                assertThat(isClosed(second)).isTrue();
            }
        }
    }

    @Test
    void allAddressesTogetherHaveAnEndToo() throws Exception {
        gateway = gateway(new StrangersConfig(2, 100, 1000, LONG, 100));
        Socket first = open("");
        open("");

        open("");

        assertThat(isClosed(first)).isTrue();
    }

    @Test
    void whoIsInIsNoStrangerAnyMore() throws Exception {
        // Given
        gateway = gateway(new StrangersConfig(2, 2, 1000, Duration.ofSeconds(10), 100));
        try (Client live = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            // When
            for (int i = 0; i < 10; i++) {
                open("");
            }
            assertThat(isClosedInTime(opened.getLast())).isTrue();

            // Then
            live.isQuietAndWell();
        }
    }

    @Test
    void afterTooManyWrongTokensFromAnAddressOnlyKnownOnesAreLookedAt() throws Exception {
        // Given
        gateway = gateway(new StrangersConfig(100, 100, 1000, LONG, 3));
        assertThat(gateway.status("/api/topics", Gateway.OTHERS_TOKEN)).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.status("/api/topics", "wrong-" + i)).isEqualTo(401);
        }

        // When
        HttpResponse<String> guess = get("wrong-again");

        // Then
        assertThat(guess.statusCode()).isEqualTo(429);
        assertThat(guess.headers().firstValue("retry-after")).contains("20");
        assertThat(Client.JSON.readTree(guess.body()).path("type").asText())
                .endsWith(":too-many-failed-tokens");
        assertThat(gateway.upgrade("", "wrong-again").statusCode()).isEqualTo(429);
        assertThat(gateway.status("/api/topics", Gateway.OTHERS_TOKEN)).isEqualTo(200);
        try (Client known = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            known.isQuietAndWell();
        }
        assertThat(gateway.status("/api/topics", Gateway.TOKEN))
                .as("one that may be a guess")
                .isEqualTo(429);

        // and later all is well
        clock.pass(Duration.ofSeconds(20));
        assertThat(gateway.status("/api/topics", Gateway.TOKEN)).isEqualTo(200);
        assertThat(gateway.status("/api/topics", "wrong")).isEqualTo(401);
    }

    @Test
    void tokensThatAreGoodAreNotCounted() throws Exception {
        gateway = gateway(new StrangersConfig(100, 100, 1000, LONG, 1));

        for (String token : List.of(Gateway.TOKEN, Gateway.OTHERS_TOKEN, Gateway.GUESTS_TOKEN)) {
            assertThat(gateway.status("/api/topics", token)).isEqualTo(200);
        }
    }

    @Test
    void tokensThatCouldNotBeCheckedAreNotCounted() throws Exception {
        gateway = gateway(new StrangersConfig(100, 100, 1000, LONG, 1));

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> away = get(Gateway.UNCHECKED_TOKEN);
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("retry-after")).contains("1");
        }
    }

    @Test
    void aFloodDoesNotLetThoseWaitWhoAreIn() throws Exception {
        // Given
        gateway =
                new Gateway(
                        Gateway.config(
                                RatesConfig.defaults(),
                                new StrangersConfig(1000, 50, 200, Duration.ofSeconds(1), 20)));
        try (Client live = gateway.connectAs(Gateway.OTHERS_TOKEN)) {
            AtomicBoolean flooding = new AtomicBoolean(true);
            AtomicInteger connections = new AtomicInteger();
            List<Thread> flood =
                    Stream.of(
                                    "",
                                    "GET /v1/realtime HTTP/1.1\r\nHost: ",
                                    UPGRADE.formatted(""),
                                    UPGRADE.formatted("Authorization: Bearer wrong\r\n"))
                            .map(beginning -> flood(flooding, connections, beginning))
                            .toList();
            try {
                // When
                Answers answers = answers(live, Duration.ofSeconds(3));

                // Then
                assertThat(connections).hasValueGreaterThan(200);
                assertThat(answers.median()).isLessThan(Duration.ofSeconds(3));
                assertThat(answers.slowest()).isLessThan(Duration.ofSeconds(30));
                comeInFromElsewhere();
            } finally {
                flooding.set(false);
                for (Thread each : flood) {
                    each.join();
                }
            }
        }
    }

    /** How long answers took. */
    private record Answers(Duration median, Duration slowest) {}

    private static Answers answers(Client live, Duration watched) throws InterruptedException {
        List<Long> took = new ArrayList<>();
        long until = System.nanoTime() + watched.toNanos();
        while (System.nanoTime() < until) {
            long asked = System.nanoTime();
            live.isQuietAndWell();
            took.add(System.nanoTime() - asked);
            Thread.sleep(20);
        }
        took.sort(null);
        Answers answers =
                new Answers(
                        Duration.ofNanos(took.get(took.size() / 2)),
                        Duration.ofNanos(took.getLast()));
        System.out.println("flood: " + took.size() + " answers, " + answers);
        return answers;
    }

    /** From an address that nobody floods from. */
    private void comeInFromElsewhere() throws IOException {
        try (HttpClient elsewhere =
                        HttpClient.newBuilder()
                                .localAddress(InetAddress.getByName("127.0.0.2"))
                                .build();
                Client newcomer =
                        Client.connect(elsewhere, gateway.server.voicePort(), "", Gateway.TOKEN)) {
            newcomer.isQuietAndWell();
        }
    }

    /** Opens connections as fast as they are taken, and holds the last 200. */
    private Thread flood(AtomicBoolean flooding, AtomicInteger connections, String beginning) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            List<Socket> held = new ArrayList<>();
                            while (flooding.get()) {
                                try {
                                    held.add(connect(beginning));
                                    connections.incrementAndGet();
                                    if (held.size() > 200) {
                                        held.removeFirst().close();
                                    }
                                    Thread.sleep(1);
                                } catch (IOException refused) {
                                    // that was the one that waited longest
                                } catch (InterruptedException e) {
                                    break;
                                }
                            }
                            for (Socket socket : held) {
                                try {
                                    socket.close();
                                } catch (IOException closed) {
                                    // closed already
                                }
                            }
                        });
    }

    private Gateway gateway(StrangersConfig strangers) {
        return new Gateway(
                Gateway.config(RatesConfig.defaults(), strangers),
                TextTurnsConfig.defaults(),
                clock);
    }

    /** Known to the gateway once this returns. */
    private Socket open(String beginning) throws IOException, InterruptedException {
        Socket socket = connect(beginning);
        opened.add(socket);
        // connections are taken in turn, by one event loop each
        Thread.sleep(50);
        return socket;
    }

    private Socket connect(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.server.voicePort());
        OutputStream out = socket.getOutputStream();
        out.write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Whether it is closed once its time is over; it may have been taken in a moment ago. */
    private boolean isClosedInTime(Socket socket) throws IOException {
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(11));
            if (isClosed(socket)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            while (socket.getInputStream().read() >= 0) {
                // what it was answered before
            }
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private HttpResponse<String> get(String token) throws Exception {
        return gateway.send(
                "/api/topics", HttpRequest.newBuilder().header("Authorization", "Bearer " + token));
    }
}
