package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RealtimeClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 16_000;

    @Test
    void sendsAQuestionAtThePaceAtWhichItWouldBeSpoken() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> {});
                RealtimeClient client = connect(server);
                Microphone microphone = Microphone.open(client, RATE)) {
            // When
            long from = System.nanoTime();
            long until = microphone.say(voice(600)).get(60, TimeUnit.SECONDS);

            // Then
            assertThat(Duration.ofNanos(until - from))
                    .isBetween(Duration.ofMillis(560), Duration.ofMillis(2_000));
            JsonObject update = server.arrivals("session.update").getFirst().event();
            assertThat(update.getJsonObject("session").getJsonObject("audio").encode())
                    .isEqualTo("{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":16000}}}");
        }
    }

    @Test
    void sendsEachSampleOnceAndThenSilence() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.ends("r", "completed"));
                RealtimeClient client = connect(server);
                Microphone microphone = Microphone.open(client, RATE)) {
            // When
            microphone.say(voice(110)).get(60, TimeUnit.SECONDS);
            await(client, message("response.done"));

            // Then
            List<short[]> frames =
                    server.arrivals("input_audio_buffer.append").stream()
                            .map(ScriptedServer.Arrival::samples)
                            .toList();
            assertThat(frames).allSatisfy(frame -> assertThat(frame).hasSize(RATE / 50));
            assertThat(frames.stream().mapToInt(RealtimeClientTest::voiced).sum())
                    .isEqualTo(RATE * 110 / 1000);
            assertThat(voiced(frames.getLast())).isZero();
        }
    }

    @Test
    void tellsTheServerWhenAReplyWouldHaveBeenPlayedToItsEnd() throws Exception {
        // Given
        try (ScriptedServer server =
                        new ScriptedServer(
                                session ->
                                        session.begins("r1")
                                                .sounds("r1", 100)
                                                .sounds("r1", 200)
                                                .ends("r1", "completed"));
                RealtimeClient client = connect(server);
                Microphone microphone = Microphone.open(client, RATE)) {
            microphone.say(voice(40)).get(60, TimeUnit.SECONDS);

            // When
            Received first = await(client, message("response.output_audio.delta"));
            var ended = (Received.PlaybackEnded) await(client, ended());

            // Then
            assertThat(ended.complete()).isTrue();
            assertThat(ended.heardMillis()).isEqualTo(300);
            assertThat(ended.atNanos() - first.atNanos()).isGreaterThanOrEqualTo(300_000_000L);
            assertThat(reported(server))
                    .isEqualTo(
                            new JsonObject()
                                    .put("type", "parley.playback.ended")
                                    .put("response_id", "r1")
                                    .put("heard_ms", 300)
                                    .put("complete", true));
        }
    }

    @Test
    void stopsPlayingWhenAReplyIsCancelled() throws Exception {
        // Given
        try (ScriptedServer server =
                        new ScriptedServer(
                                session -> {
                                    session.begins("r1").sounds("r1", 9_000);
                                    session.later(200, () -> session.ends("r1", "cancelled"));
                                });
                RealtimeClient client = connect(server);
                Microphone microphone = Microphone.open(client, RATE)) {
            microphone.say(voice(40)).get(60, TimeUnit.SECONDS);

            // When
            var ended = (Received.PlaybackEnded) await(client, ended());

            // Then
            assertThat(ended.complete()).isFalse();
            assertThat(ended.heardMillis()).isBetween(150L, 4_000L);
            while (server.arrivals("conversation.item.truncate").isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(server.arrivals("conversation.item.truncate").getFirst().event())
                    .isEqualTo(
                            new JsonObject()
                                    .put("type", "conversation.item.truncate")
                                    .put("item_id", "item-r1")
                                    .put("content_index", 0)
                                    .put("audio_end_ms", (int) ended.heardMillis()));
        }
    }

    @Test
    void refusesToGoOnWithATokenThatIsRefused() {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> {})) {
            // When, Then
            assertThatThrownBy(() -> RealtimeClient.connect(server.url(), "wrong", PATIENCE))
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("refuses the token")
                    .hasMessageNotContaining("wrong");
            assertThatThrownBy(() -> RealtimeClient.connect(server.url(), null, PATIENCE))
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("asks for a token");
        }
    }

    @Test
    void namesTheAddressAtWhichNothingAnswers() throws Exception {
        // Given
        URI nowhere;
        try (ServerSocket free = new ServerSocket(0)) {
            nowhere = URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/v1/realtime");
        }

        // When, Then
        assertThatThrownBy(() -> RealtimeClient.connect(nowhere, "t", PATIENCE))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("Nothing answers at " + nowhere + ".");
    }

    @Test
    void noticesThatTheServerHangsUp() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.hangUp(1011, "over"));
                RealtimeClient client = connect(server);
                Microphone microphone = Microphone.open(client, RATE)) {
            microphone.say(voice(40)).get(60, TimeUnit.SECONDS);

            // When
            Received closed = await(client, Received.Closed.class::isInstance);

            // Then
            assertThat((Received.Closed) closed)
                    .extracting(Received.Closed::code, Received.Closed::reason)
                    .containsExactly(1011, "over");
        }
    }

    @Test
    void aSessionThatWasClosedHereIsNotTakenUpAgain() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> {})) {
            RealtimeClient client =
                    RealtimeClient.connect(
                            List.of(server.url()), ScriptedServer.TOKEN, PATIENCE, PATIENCE);
            await(client, message("session.created"));

            // When
            client.close();
            Received next = await(client, event -> !(event instanceof Received.Message));

            // Then
            assertThat(next).isInstanceOf(Received.Closed.class);
            assertThat(server.paths()).hasSize(1);
        }
    }

    @Test
    void saysATypedTurnAgainUntilItIsKept() throws Exception {
        // Given
        AtomicInteger typed = new AtomicInteger();
        Consumer<ScriptedServer.Session> stopsTwice =
                session -> {
                    int turn = typed.incrementAndGet();
                    if (turn > 1) {
                        session.send("parley.text.acked", new JsonObject().put("turn", turn - 1));
                    }
                    if (turn < 3) {
                        session.later(50, () -> session.hangUp(1012, "gateway-stopped"));
                    }
                };
        try (ScriptedServer server = new ScriptedServer(session -> {}, stopsTwice);
                RealtimeClient client =
                        RealtimeClient.connect(
                                List.of(server.url()), ScriptedServer.TOKEN, PATIENCE, PATIENCE)) {
            // When
            client.say("set a timer");
            await(client, Received.Resumed.class::isInstance);
            await(client, Received.Resumed.class::isInstance);
            client.say("what time is it");
            await(client, message("parley.text.acked"));

            // Then
            assertThat(server.arrivals("response.create"))
                    .extracting(
                            arrival -> arrival.event().getJsonObject("parley").getInteger("turn"))
                    .containsExactly(1, 1, 2);
            assertThat(server.arrivals("conversation.item.create")).hasSize(3);
        }
    }

    private static RealtimeClient connect(ScriptedServer server) throws Exception {
        return RealtimeClient.connect(server.url(), ScriptedServer.TOKEN, PATIENCE);
    }

    static short[] voice(int millis) {
        short[] samples = new short[RATE / 1000 * millis];
        Arrays.fill(samples, (short) 1_000);
        return samples;
    }

    private static int voiced(short[] frame) {
        int count = 0;
        for (short sample : frame) {
            count += sample != 0 ? 1 : 0;
        }
        return count;
    }

    private static Predicate<Received> message(String type) {
        return received -> received instanceof Received.Message m && m.type().equals(type);
    }

    private static Predicate<Received> ended() {
        return Received.PlaybackEnded.class::isInstance;
    }

    private static Received await(RealtimeClient client, Predicate<Received> wanted)
            throws Exception {
        while (true) {
            Received next = client.take(PATIENCE);
            assertThat(next).as("what was waited for").isNotNull();
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    private static JsonObject reported(ScriptedServer server) {
        while (server.arrivals("parley.playback.ended").isEmpty()) {
            Thread.onSpinWait();
        }
        return server.arrivals("parley.playback.ended").getFirst().event();
    }
}
