package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Wav;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code parley talk} at a server that isn't Parley. */
@Timeout(120)
class OtherServerTest {
    private static final Consumer<OtherServer.Session> ANSWERS =
            session ->
                    session.send("input_audio_buffer.something_new", new JsonObject().put("x", 1))
                            .send("conversation.item.added", new JsonObject())
                            .begins("resp_1")
                            .send(
                                    "rate_limits.updated",
                                    new JsonObject().put("rate_limits", new JsonArray()))
                            .sounds("resp_1", "item_a", 60)
                            .says("resp_1", "item_a", "It is ")
                            .says("resp_1", "item_a", "noon. ")
                            .soundDone("resp_1", "item_a")
                            .sounds("resp_1", "item_b", 40)
                            .says("resp_1", "item_b", "Or nearly.")
                            .soundDone("resp_1", "item_b")
                            .ends("resp_1", "completed");

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path question;

    @BeforeEach
    void recordAQuestion() throws IOException {
        question = folder.resolve("question.wav");
        Wav.write(question, 16_000, RealtimeClientTest.voice(60));
    }

    @Test
    void hearsAnAnswerAndSaysNothingThatOnlyParleyKnows() throws IOException {
        // Given
        Path reply = folder.resolve("reply.wav");
        try (OtherServer server = new OtherServer(ANSWERS)) {
            // When
            int exit = talk(server, "--model", "other-1", "--out", reply.toString());

            // Then
            assertThat(exit).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("reply    It is noon.", "reply    Or nearly.", "0.1 s, to its end");
            assertThat(Wav.read(reply).millis()).isEqualTo(100);
            assertThat(server.paths()).containsExactly("/openai/v1/realtime?model=other-1");
            assertThat(server.types())
                    .containsExactly("session.update", "input_audio_buffer.append");
            assertThat(server.allThatCame()).doesNotContainIgnoringCase("parley", "zone");
        }
    }

    @Test
    void sendsTheSoundAtTheRateThatEveryServerTakes() {
        // Given
        try (OtherServer server = new OtherServer(ANSWERS)) {
            // When
            talk(server);

            // Then
            assertThat(server.arrivals("session.update").getFirst())
                    .isEqualTo(
                            new JsonObject(
                                    """
                                    {"type": "session.update", "session": {"type": "realtime", "audio":
                                        {"input": {"format": {"type": "audio/pcm", "rate": 24000}}}}}\
                                    """));
            long voiced =
                    server.arrivals("input_audio_buffer.append").stream()
                            .map(event -> Base64.getDecoder().decode(event.getString("audio")))
                            .peek(sound -> assertThat(sound).hasSize(960))
                            .filter(sound -> sound[480] != 0)
                            .count();
            assertThat(voiced).isEqualTo(3);
        }
    }

    @Test
    void showsTheTokenInTheHeaderOrAsBrowsersDo() {
        try (OtherServer server = new OtherServer(ANSWERS);
                OtherServer other = new OtherServer(ANSWERS)) {
            // When
            talk(server, "--token", "secret");
            talk(other, "--token", "secret", "--token-as", "subprotocol");

            // Then
            assertThat(server.headers().get("Authorization")).isEqualTo("Bearer secret");
            assertThat(server.headers().get("Sec-WebSocket-Protocol")).isNull();
            assertThat(other.headers().get("Authorization")).isNull();
            assertThat(other.headers().get("Sec-WebSocket-Protocol"))
                    .contains("realtime", "openai-insecure-api-key.secret");
        }
    }

    @Test
    void truncatesWhatItWasToldToStop() throws Exception {
        // Given
        Consumer<OtherServer.Session> cutsItself =
                session -> {
                    session.begins("resp_1").sounds("resp_1", "item_a", 5_000);
                    session.later(
                            200,
                            () ->
                                    session.ends("resp_1", "cancelled")
                                            .begins("resp_2")
                                            .sounds("resp_2", "item_b", 40)
                                            .ends("resp_2", "completed"));
                };
        try (OtherServer server = new OtherServer(cutsItself)) {
            // When
            int exit = talk(server);

            // Then
            assertThat(exit).isZero();
            assertThat(server.arrivals("conversation.item.truncate"))
                    .singleElement()
                    .satisfies(
                            event -> {
                                assertThat(event.getString("item_id")).isEqualTo("item_a");
                                assertThat(event.getInteger("audio_end_ms")).isBetween(100, 3_000);
                            });
        }
    }

    @Test
    void tellsHowItEndsInMidReply() {
        try (OtherServer server =
                new OtherServer(
                        session -> {
                            session.begins("resp_1").sounds("resp_1", "item_a", 500);
                            session.later(50, () -> session.hangUp(1001, "restart"));
                        })) {
            assertThat(talk(server)).isEqualTo(ExitCode.UNANSWERED);
            assertThat(err.toString()).contains("closed the session (1001, restart)");
        }
    }

    @Test
    void tellsWhatItComplainsAbout() {
        try (OtherServer server =
                new OtherServer(session -> session.complains("You exceeded your quota."))) {
            assertThat(talk(server)).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(err.toString()).contains("You exceeded your quota.");
        }
    }

    @Test
    void tellsWhatItSaysWhenItShowsOneTheDoorAtOnce() {
        // Given
        Consumer<OtherServer.Session> unfriendly =
                session -> {
                    OtherServer.greets(session);
                    session.complains("Your account is closed.");
                    session.hangUp(1000, "");
                };
        try (OtherServer server = new OtherServer(unfriendly, session -> {});
                OtherServer guarded =
                        new OtherServer(session -> session.hangUp(1008, "key"), session -> {})) {
            // When, Then
            assertThat(talk(server)).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(talk(guarded, "--token", "t")).isEqualTo(ExitCode.REFUSED);
            assertThat(err.toString())
                    .contains("Your account is closed.", "refuses the token (1008, key)");
        }
    }

    @Test
    void tellsThatItDoesNotKeepToTheProtocol() {
        try (OtherServer server = new OtherServer(session -> session.text("<html>"));
                OtherServer noSound =
                        new OtherServer(
                                session ->
                                        session.send(
                                                "response.output_audio.delta",
                                                new JsonObject()
                                                        .put("response_id", "r")
                                                        .put("delta", "%%%")))) {
            assertThat(talk(server)).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(talk(noSound)).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(err.toString()).contains("against the protocol");
        }
    }

    @Test
    void tellsThatItBeginsNoSession() {
        try (OtherServer server = new OtherServer(session -> {}, session -> {})) {
            assertThat(talk(server)).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(err.toString()).contains("began no session within");
        }
    }

    private int talk(OtherServer server, String... arguments) {
        String[] all = new String[arguments.length + 6];
        all[0] = "--url";
        all[1] = server.url().toString();
        all[2] = "--wav";
        all[3] = question.toString();
        all[4] = "--timeout";
        all[5] = "5";
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return new CommandLine(
                        new TalkCommand(
                                () -> folder,
                                () -> {
                                    throw new AssertionError("nothing to speak");
                                }))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}
