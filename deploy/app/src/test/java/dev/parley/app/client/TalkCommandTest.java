package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Wav;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class TalkCommandTest {
    private static final Consumer<ScriptedServer.Session> ANSWERS =
            session ->
                    session.heard("what time is it in tokyo")
                            .understood("time")
                            .usesTool("clock")
                            .begins("r1")
                            .says("r1", "It is 10:04 AM ")
                            .says("r1", "in Tokyo.")
                            .sounds("r1", RealtimeClientTest.voice(100))
                            .ends("r1", "completed")
                            .measured();

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<String> spoken = new AtomicReference<>();
    private Path question;

    @BeforeEach
    void recordAQuestion() throws IOException {
        question = folder.resolve("question.wav");
        Wav.write(question, 16_000, RealtimeClientTest.voice(60));
    }

    @Test
    void printsWhatHappensAndEndsWellOnceTheReplyWasPlayed() throws IOException {
        // Given
        Path reply = folder.resolve("reply.wav");
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            // When
            int exit = talk(server, "--wav", question.toString(), "--out", reply.toString());

            // Then
            assertThat(exit).as(err.toString()).isZero();
            assertThat(out.toString())
                    .containsSubsequence(
                            "hearing  what time is it in tokyo …",
                            "heard    what time is it in tokyo",
                            "intent   time, confidence 0.97, by rule (place=tokyo)",
                            "tool     clock (place=Tokyo)",
                            "reply    It is 10:04 AM in Tokyo.",
                            "client audio",
                            "total")
                    .contains("to its end")
                    .doesNotContain("\u001b");
            Wav written = Wav.read(reply);
            assertThat(written.sampleRate()).isEqualTo(24_000);
            assertThat(written.mono()).isEqualTo(RealtimeClientTest.voice(100));
        }
    }

    @Test
    void speaksWordsWithTheVoice() {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            // When
            int exit = talk(server, "what", "time is it in tokyo");

            // Then
            assertThat(exit).as(err.toString()).isZero();
            assertThat(spoken).hasValue("what time is it in tokyo");
        }
    }

    @Test
    void tellsTheServerTheTimeZone() {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            // When
            talk(server, "--wav", question.toString(), "--zone", "Europe/Berlin");

            // Then
            assertThat(server.paths())
                    .containsExactly(
                            "/v1/realtime", "/v1/realtime?zone=Europe%2FBerlin&audio_acks=true");
        }
    }

    @Test
    void printsOneEventALineAsJson() {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            // When
            int exit = talk(server, "--wav", question.toString(), "--json");

            // Then
            assertThat(exit).isZero();
            List<String> types =
                    out.toString()
                            .lines()
                            .map(line -> new JsonObject(line).getString("type"))
                            .toList();
            assertThat(types)
                    .startsWith("session.created")
                    .containsSubsequence(
                            "parley.intent.recognized",
                            "response.output_audio.delta",
                            "response.done",
                            "parley.timeline")
                    .contains("client.playback.ended")
                    .endsWith("client.ended");
        }
    }

    @Test
    void waitsForTheReplyThatFollowsAnInterruptedOne() {
        // Given
        Consumer<ScriptedServer.Session> script =
                session ->
                        session.begins("r1")
                                .sounds("r1", 2_000)
                                .ends("r1", "cancelled")
                                .begins("r2")
                                .says("r2", "Here I am.")
                                .sounds("r2", 40)
                                .ends("r2", "completed")
                                .measured();
        try (ScriptedServer server = new ScriptedServer(script)) {
            // When
            int exit = talk(server, "--wav", question.toString());

            // Then
            assertThat(exit).isZero();
            assertThat(out.toString()).contains("reply    cancelled", "reply    Here I am.");
        }
    }

    @Test
    void failsWithoutAReplyInTime() {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.heard("hello"))) {
            // When
            int exit = talk(server, "--wav", question.toString(), "--timeout", "1");

            // Then
            assertThat(exit).isEqualTo(ExitCode.UNANSWERED);
            assertThat(err.toString()).contains("No reply within 1 s of the question's end.");
        }
    }

    @Test
    void failsOnAReplyWithoutSound() {
        // Given
        Consumer<ScriptedServer.Session> script =
                session -> session.begins("r1").says("r1", "Mute.").ends("r1", "completed");
        try (ScriptedServer server = new ScriptedServer(script)) {
            // When
            int exit = talk(server, "--wav", question.toString(), "--timeout", "1");

            // Then
            assertThat(exit).isEqualTo(ExitCode.UNANSWERED);
        }
    }

    @Test
    void saysThatNothingWasUnderstood() {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.heard(""))) {
            // When
            int exit = talk(server, "--wav", question.toString(), "--timeout", "1");

            // Then
            assertThat(exit).isEqualTo(ExitCode.NOTHING_UNDERSTOOD);
            assertThat(err.toString()).contains("understood no word");
        }
    }

    @Test
    void passesOnWhatTheServerComplainsAbout() {
        // Given
        Consumer<ScriptedServer.Session> script =
                session ->
                        session.send(
                                "error",
                                new JsonObject()
                                        .put("error", new JsonObject().put("message", "too loud")));
        try (ScriptedServer server = new ScriptedServer(script)) {
            // When
            int exit = talk(server, "--wav", question.toString());

            // Then
            assertThat(exit).isEqualTo(ExitCode.SERVER_FAULT);
            assertThat(err.toString()).contains("too loud");
        }
    }

    @Test
    void failsIfTheServerHangsUp() {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.hangUp(1011, "bug"))) {
            // When
            int exit = talk(server, "--wav", question.toString());

            // Then
            assertThat(exit).isEqualTo(ExitCode.UNANSWERED);
            assertThat(err.toString()).contains("closed the session (1011, bug)");
        }
    }

    @Test
    void saysThatTheTokenIsRefused() {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            // When
            int exit =
                    run(
                            "--url",
                            server.url().toString(),
                            "--token",
                            "wrong",
                            "--wav",
                            question.toString());

            // Then
            assertThat(exit).isEqualTo(ExitCode.REFUSED);
            assertThat(err.toString()).contains("refuses the token").doesNotContain("wrong");
        }
    }

    @Test
    void takesTheRefusalAfterTheHandshakeForWhatItIs() {
        // Given
        try (ScriptedServer server = new ScriptedServer(session -> session.hangUp(1008, "token"))) {
            // When
            int exit = talk(server, "--wav", question.toString());

            // Then
            assertThat(exit).isEqualTo(ExitCode.REFUSED);
        }
    }

    @Test
    void namesTheCureWhereNoParleyRuns() {
        // When
        int exit = run("--wav", question.toString());

        // Then
        assertThat(exit).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).contains("No Parley runs on", "./parley up");
    }

    @Test
    void findsTheLocalParleyByItsDataDirectory() throws IOException {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            new Endpoint(server.url(), ScriptedServer.TOKEN).write(folder);

            // When
            int exit = run("--wav", question.toString());

            // Then
            assertThat(exit).as(err.toString()).isZero();
        }
    }

    @Test
    void findsAnotherParleyByTheDataDirectoryThatIsNamed() throws IOException {
        // Given
        Path other = Files.createDirectory(folder.resolve("other"));
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            new Endpoint(server.url(), ScriptedServer.TOKEN).write(other);

            // When
            int exit = run("--data", other.toString(), "--wav", question.toString());

            // Then
            assertThat(exit).as(err.toString()).isZero();
        }
    }

    @Test
    void keepsTheLocalTokenFromOtherServers() throws IOException {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS);
                ScriptedServer other = new ScriptedServer(ANSWERS)) {
            new Endpoint(server.url(), ScriptedServer.TOKEN).write(folder);

            // When
            int exit = run("--url", other.url().toString(), "--wav", question.toString());

            // Then
            assertThat(exit).isEqualTo(ExitCode.REFUSED);
            assertThat(err.toString()).contains("asks for a token");
        }
    }

    @Test
    void refusesWrongUsage() throws IOException {
        // Given
        Path noWav = Files.writeString(folder.resolve("no.wav"), "not a recording");

        // When, Then
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--wav", "x.wav")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--url", "http://x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--zone", "Nowhere/City")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--url", "ws://")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--model", "m")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--token-env", "PARLEY_NOT_SET")).isEqualTo(ExitCode.USAGE);
        assertThat(run("hello", "--timeout", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--url", "ws://x", "--wav", "absent.wav")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--url", "ws://x", "--wav", noWav.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "Give either the words to ask or --wav FILE.",
                        "There is no file absent.wav.",
                        "can't be used: no WAV file");
    }

    @Test
    void documentsItsExitCodes() {
        // When
        String help = commandLine().getUsageMessage();

        // Then
        assertThat(help).contains("Exit codes:", "the token was refused");
    }

    private int talk(ScriptedServer server, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "--url";
        all[1] = server.url().toString();
        all[2] = "--token";
        all[3] = ScriptedServer.TOKEN;
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return run(all);
    }

    private int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        SpeechSynthesizer voice =
                (sentence, sink) -> {
                    spoken.set(sentence);
                    sink.accept(RealtimeClientTest.voice(40));
                };
        return new CommandLine(new TalkCommand(() -> folder, () -> voice))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }
}
