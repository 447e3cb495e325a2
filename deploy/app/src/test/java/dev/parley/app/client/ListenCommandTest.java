package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.device.JavaSoundCard;
import dev.parley.app.client.device.NoSoundDeviceException;
import dev.parley.app.client.device.SoundCard;
import dev.parley.app.client.device.SoundDevice;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code parley listen} in a room in which the loudspeaker sounds into the microphone. */
@Timeout(120)
class ListenCommandTest {
    private static final int REPLY_MILLIS = 700;
    private static final Consumer<ScriptedServer.Session> ANSWERS =
            session ->
                    session.heard("what time is it")
                            .begins("r" + session.asked())
                            .says("r" + session.asked(), "It is noon.")
                            .sounds("r" + session.asked(), tone(REPLY_MILLIS))
                            .ends("r" + session.asked(), "completed");

    @TempDir Path folder;

    private final FakeSoundCard card = new FakeSoundCard();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void speaksAndHearsByTheSoundCard() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "1");
            awaitListening(server);

            // When
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).as(err.toString()).isZero();
            assertThat(out.toString())
                    .containsSubsequence(
                            "hears    Desk",
                            "speaks   Desk",
                            "can't interrupt by",
                            "hearing  what time is it …",
                            "heard    what time is it",
                            "reply    It is noon.",
                            "played   0.7 s, to its end");
            assertThat(card.playedSamples()).isEqualTo(24 * REPLY_MILLIS);
            assertThat(card.isClosed()).isTrue();
            JsonObject update = server.arrivals("session.update").getLast().event();
            assertThat(update.encode()).contains("\"rate\":24000");
        }
    }

    @Test
    void makesNoTurnOfItsOwnVoice() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "2", "--json");
            awaitListening(server);

            // When
            card.speak(tone(60));
            await(() -> out.toString().contains("client.playback.ended"));
            await(() -> out.toString().contains("\"on\":true"));
            int afterTheFirst = server.arrivals("input_audio_buffer.append").size();
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(voicedTurns(server, 0, afterTheFirst)).isEqualTo(1);
            assertThat(voicedTurns(server, afterTheFirst, Integer.MAX_VALUE)).isEqualTo(1);
        }
    }

    @Test
    void wouldHearItselfWithoutTheGuard() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "2", "--headset");
            awaitListening(server);

            // When
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(out.toString()).contains("the microphone is always on");
        }
    }

    @Test
    void fallsSilentAtOnceWhenTheUserSpeaksAndSaysWhatWasHeard() throws Exception {
        // Given
        Consumer<ScriptedServer.Session> interrupted =
                session -> {
                    if (session.asked() == 1) {
                        session.begins("r1").says("r1", "A long story.").sounds("r1", tone(9_000));
                        session.later(
                                600,
                                () ->
                                        session.send(
                                                "input_audio_buffer.speech_started",
                                                new JsonObject().put("item_id", "i2")));
                        session.later(700, () -> session.sounds("r1", tone(500)));
                    }
                };
        try (ScriptedServer server = new ScriptedServer(interrupted)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "1", "--headset", "--json");
            awaitListening(server);

            // When
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            await(() -> !server.arrivals("conversation.item.truncate").isEmpty());
            JsonObject truncate = server.arrivals("conversation.item.truncate").getFirst().event();
            int heard = truncate.getInteger("audio_end_ms");
            assertThat(truncate.getString("item_id")).isEqualTo("item-r1");
            assertThat(heard).isBetween(100, 2_000);
            assertThat(card.playedSamples() / 24).isBetween(heard - 5, heard + 40);
            assertThat(out.toString()).contains("\"heard_ms\":" + heard + ",\"complete\":false");
        }
    }

    @Test
    void goesOnOverAnotherConnectionWhenItsOwnBreaks() throws Exception {
        // Given
        AtomicBoolean restarted = new AtomicBoolean();
        Consumer<ScriptedServer.Session> breaks =
                session -> {
                    if (restarted.compareAndSet(false, true)) {
                        session.hangUp(1012, "this server restarts");
                    }
                };
        try (ScriptedServer server = new ScriptedServer(breaks)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "1");
            awaitListening(server);

            // When
            card.speak(tone(60));
            await(() -> out.toString().contains("goes on after"));

            // Then
            assertThat(server.paths().getLast())
                    .contains("session=s0-scripted", "audio_acks=true", "zone=");
            card.unplug();
            assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.NO_DEVICE);
            assertThat(err.toString()).contains("The microphone is gone.");
        }
    }

    @Test
    void printsAnEventALineForPrograms() throws Exception {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            CompletableFuture<Integer> exit = listen(server, "--turns", "1", "--json");
            awaitListening(server);

            // When
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
            List<JsonObject> lines = out.toString().lines().map(JsonObject::new).toList();
            assertThat(lines)
                    .extracting(line -> line.getString("type"))
                    .contains("session.created", "response.output_audio.delta")
                    .containsSubsequence(
                            "client.listening", "client.playback.ended", "client.ended");
            assertThat(lines)
                    .contains(
                            new JsonObject()
                                    .put("type", "client.listening")
                                    .put("microphone", "Desk")
                                    .put("speaker", "Desk")
                                    .put("duplex", "half"))
                    .last()
                    .isEqualTo(
                            new JsonObject()
                                    .put("type", "client.ended")
                                    .put("exit_code", 0)
                                    .put("message", ""));
        }
    }

    @Test
    void speaksWithAServerOfAnotherMake() throws Exception {
        // Given
        try (OtherServer server =
                new OtherServer(
                        session ->
                                session.begins("resp_1")
                                        .sounds("resp_1", "item_a", 200)
                                        .says("resp_1", "item_a", "Good day.")
                                        .ends("resp_1", "completed"))) {
            CompletableFuture<Integer> exit =
                    listening("--url", server.url().toString(), "--turns", "1");
            await(() -> !server.arrivals("input_audio_buffer.append").isEmpty());

            // When
            card.speak(tone(60));

            // Then
            assertThat(exit.get(60, TimeUnit.SECONDS)).as(err.toString()).isZero();
            assertThat(out.toString()).contains("reply    Good day.", "0.2 s, to its end");
            assertThat(server.allThatCame()).doesNotContainIgnoringCase("parley", "zone");
        }
    }

    @Test
    void tellsThatTheServerClosedTheSession() throws Exception {
        try (OtherServer server =
                new OtherServer(
                        session -> {
                            session.begins("resp_1").sounds("resp_1", "item_a", 2_000);
                            session.later(100, () -> session.hangUp(1011, "out of order"));
                        })) {
            CompletableFuture<Integer> exit = listening("--url", server.url().toString());
            await(() -> !server.arrivals("input_audio_buffer.append").isEmpty());
            card.speak(tone(60));

            assertThat(exit.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.UNANSWERED);
            assertThat(err.toString()).contains("closed the session (1011, out of order)");
        }
    }

    @Test
    void listsTheDevices() {
        // When
        assertThat(run(card, "--list-devices")).isZero();
        assertThat(run(card, "--list-devices", "--json")).isZero();

        // Then
        assertThat(out.toString())
                .contains("both        Desk", "speaker     Ceiling")
                .contains("{\"type\":\"client.device\",\"name\":\"Desk\"");
    }

    @Test
    void saysWhatIsWrongAndHowToCureItWhereThereIsNoDevice() {
        // Given
        SoundCard none = new NoCard();

        // When, Then
        assertThat(run(none, "--url", "ws://127.0.0.1:1/")).isEqualTo(ExitCode.NO_DEVICE);
        assertThat(run(none, "--list-devices")).isEqualTo(ExitCode.NO_DEVICE);
        assertThat(run(card, "--url", "ws://127.0.0.1:1/", "--microphone", "cellar"))
                .isEqualTo(ExitCode.NO_DEVICE);
        assertThat(err.toString())
                .contains("None here.", "no sound device", "libasound2", "called “cellar”")
                .doesNotContain("Exception");
    }

    @Test
    void namesTheDevicesThatThereAreWhenAnotherIsWanted() {
        // When
        int exit =
                run(new JavaSoundCard(), "--url", "ws://127.0.0.1:1/", "--microphone", "no such");

        // Then
        assertThat(exit).isEqualTo(ExitCode.NO_DEVICE);
        assertThat(err.toString()).contains("microphone").doesNotContain("Exception");
    }

    @Test
    void tellsWrongUsageRefusalsAndSilenceApart() {
        // Given
        try (ScriptedServer server = new ScriptedServer(ANSWERS)) {
            String url = server.url().toString();

            // When, Then
            assertThat(run(card, "--url", "http://x")).isEqualTo(ExitCode.USAGE);
            assertThat(run(card, "--tail", "-1")).isEqualTo(ExitCode.USAGE);
            assertThat(run(card, "--turns", "0")).isEqualTo(ExitCode.USAGE);
            assertThat(run(card)).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run(new FakeSoundCard(), "--url", "ws://127.0.0.1:1/"))
                    .isEqualTo(ExitCode.UNREACHABLE);
            assertThat(run(new FakeSoundCard(), "--url", url, "--token", "wrong"))
                    .isEqualTo(ExitCode.REFUSED);
            assertThat(err.toString()).contains("./parley up", "refuses the token");
        }
    }

    @Test
    void documentsItsExitCodes() {
        // When
        String help = new CommandLine(new ListenCommand(() -> folder, card)).getUsageMessage();

        // Then
        assertThat(help).contains("Exit codes:", "no microphone or no loudspeaker", "Ctrl-C");
    }

    private CompletableFuture<Integer> listen(ScriptedServer server, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = server.url().toString();
        all[arguments.length + 2] = "--token";
        all[arguments.length + 3] = ScriptedServer.TOKEN;
        return listening(all);
    }

    private CompletableFuture<Integer> listening(String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> run(card, arguments), task -> Thread.ofPlatform().daemon().start(task));
    }

    private int run(SoundCard on, String... arguments) {
        return new CommandLine(new ListenCommand(() -> folder, on))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static void awaitListening(ScriptedServer server) {
        await(() -> !server.arrivals("input_audio_buffer.append").isEmpty());
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("what was waited for came").isLessThan(until);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** How often sound began, in the frames from one number to another. */
    private static int voicedTurns(ScriptedServer server, int from, int to) {
        List<ScriptedServer.Arrival> frames = server.arrivals("input_audio_buffer.append");
        int turns = 0;
        boolean voiced = false;
        for (int i = from; i < Math.min(to, frames.size()); i++) {
            boolean now = false;
            for (short sample : frames.get(i).samples()) {
                now |= sample != 0;
            }
            turns += now && !voiced ? 1 : 0;
            voiced = now;
        }
        return turns;
    }

    private static short[] tone(int millis) {
        short[] samples = new short[24 * millis];
        Arrays.fill(samples, (short) 1_000);
        return samples;
    }

    /** A machine without a sound card. */
    private static final class NoCard implements SoundCard {
        @Override
        public List<SoundDevice> devices() {
            return List.of();
        }

        @Override
        public Recording record(@Nullable String name, int rate) throws NoSoundDeviceException {
            throw new NoSoundDeviceException("None here.");
        }

        @Override
        public Playback play(@Nullable String name, int rate) throws NoSoundDeviceException {
            throw new NoSoundDeviceException("None here.");
        }
    }
}
