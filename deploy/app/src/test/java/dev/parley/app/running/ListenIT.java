package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.Main;
import dev.parley.app.client.ExitCode;
import dev.parley.app.demo.Ear;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Wav;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley listen} as a process, with a sound card that is virtual and a room that echoes. */
@ExtendWith(SharedInstallation.class)
class ListenIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration NOTHING_COMES = Duration.ofMillis(2_500);
    private static final int SIGINT_EXIT = 130;

    @TempDir Path folder;

    private final LocalInstallation parley;

    ListenIT(LocalInstallation parley) {
        this.parley = parley;
    }

    @Test
    void hearsAQuestionAnswersItAloudAndDoesNotHearItself() throws Exception {
        // Given
        Path question = folder.resolve("question.wav");
        Wav.write(question, Caller.RATE, Caller.spoken("how much is forty eight plus twenty two"));
        try (VirtualSoundCard card = VirtualSoundCard.in(folder("card"))) {
            card.joinLoudspeakerAndMicrophone();
            try (ListenProcess listen = ListenProcess.start(parley, card)) {
                listen.await(type("client.listening"));
                VirtualSoundCard.Recording recording = card.record();

                // When
                card.speak(question);
                listen.await(type("client.playback.ended"));

                // Then
                assertThat(listen.seen(type("parley.turn.ended")))
                        .extracting(event -> event.path("text").asText())
                        .containsExactly("how much is forty eight plus twenty two");
                assertThat(listen.last(type("client.playback.ended")).path("complete").asBoolean())
                        .isTrue();
                listen.await(event -> event.path("on").asBoolean());
                listen.awaitNothing(type("input_audio_buffer.speech_started"), NOTHING_COMES);
                assertThat(listen.seen(type("response.created"))).hasSize(1);

                assertThat(words(Pcm.toShorts(recording.end()))).contains("seventy");

                // It ends when the user says so.
                listen.interrupt();
                assertThat(listen.awaitEnd()).as(listen::errors).isEqualTo(SIGINT_EXIT);
                listen.awaitNothing(type("client.closed"), Duration.ZERO);
                assertThat(listen.errors()).doesNotContain("parley:", "Exception");
            }
        }
    }

    @Test
    void tellsThatThereIsNoSoundCard() throws Exception {
        // Given
        Path none = Files.writeString(folder.resolve("asound.conf"), "\n");

        // When
        try (ListenProcess listen =
                ListenProcess.start(parley, Map.of("ALSA_CONFIG_PATH", none.toString()))) {
            // Then
            assertThat(listen.awaitEnd()).isEqualTo(ExitCode.NO_DEVICE);
            assertThat(listen.errors())
                    .contains("parley: This machine has no microphone", "--list-devices")
                    .doesNotContain("Exception");
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private String words(short[] sound) {
        return new Ear(parley.wiring().recognizer()).recognize(sound);
    }

    private static Predicate<JsonNode> type(String type) {
        return event -> event.path("type").asText().equals(type);
    }

    /** The command as a process, and what it prints for programs. */
    private static final class ListenProcess implements AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final Process process;
        private final BlockingQueue<JsonNode> coming = new LinkedBlockingQueue<>();
        private final List<JsonNode> seen = new ArrayList<>();
        private final StringBuffer errors = new StringBuffer();
        private final Thread errorReader;

        private ListenProcess(Process process) {
            this.process = process;
            Thread.ofVirtual().start(() -> read(process.inputReader(), this::take));
            this.errorReader =
                    Thread.ofVirtual()
                            .start(
                                    () ->
                                            read(
                                                    process.errorReader(),
                                                    line -> errors.append(line).append('\n')));
        }

        static ListenProcess start(LocalInstallation parley, VirtualSoundCard card)
                throws IOException {
            return start(parley, card.environment());
        }

        static ListenProcess start(LocalInstallation parley, Map<String, String> environment)
                throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(
                            "env",
                            "--default-signal=INT",
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "listen",
                            "--json",
                            "--url",
                            parley.voice().toString());
            builder.environment().putAll(environment);
            builder.environment().put("PARLEY_TOKEN", parley.token());
            return new ListenProcess(builder.start());
        }

        private static void read(BufferedReader from, Consumer<String> to) {
            try (from) {
                from.lines().forEach(to);
            } catch (IOException | UncheckedIOException e) {
                // it ended
            }
        }

        private void take(String line) {
            try {
                coming.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + line, e);
            }
        }

        void await(Predicate<JsonNode> wanted) throws InterruptedException {
            if (!comes(wanted, PATIENCE)) {
                throw new AssertionError(
                        "it didn't come; there came "
                                + seen.stream().map(each -> each.path("type").asText()).toList()
                                + "\n"
                                + errors());
            }
        }

        void awaitNothing(Predicate<JsonNode> unwanted, Duration patience)
                throws InterruptedException {
            assertThat(comes(unwanted, patience)).as("it came").isFalse();
        }

        private boolean comes(Predicate<JsonNode> wanted, Duration patience)
                throws InterruptedException {
            long until = System.nanoTime() + patience.toNanos();
            JsonNode next;
            while ((next = coming.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
                seen.add(next);
                if (wanted.test(next)) {
                    return true;
                }
            }
            return false;
        }

        List<JsonNode> seen(Predicate<JsonNode> wanted) {
            return seen.stream().filter(wanted).toList();
        }

        JsonNode last(Predicate<JsonNode> wanted) {
            return seen(wanted).getLast();
        }

        /** Ctrl-C. */
        void interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }

        int awaitEnd() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            errorReader.join();
            return process.exitValue();
        }

        String errors() {
            return errors.toString();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
