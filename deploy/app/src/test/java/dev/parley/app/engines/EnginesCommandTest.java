package dev.parley.app.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.app.CommandLineRun;
import dev.parley.app.client.Terminal;
import dev.parley.app.config.ParleyConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in the place of Python, which notes what it is asked for. */
class EnginesCommandTest {
    @TempDir private Path folder;
    private Path python = Path.of("python3");
    private String out = "";
    private String err = "";

    @AfterEach
    void stopWhatRuns() throws Exception {
        for (LocalEngine engine : LocalEngine.values()) {
            new EngineProcess(engine, home(engine)).stop();
        }
    }

    @Test
    void installsNothingBeforeLicencesAndSizeWereShownAndAgreedTo() throws IOException {
        // Given
        python = scripted(ScriptedEngine.serving());

        // When
        int exitCode = run("start", "voice");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(out).contains("GPL-3.0", "138 MB", "310 MB", "may not be used commercially");
        assertThat(err).contains("parley engines start voice --yes");
        assertThat(home(LocalEngine.VOICE).resolve("python")).doesNotExist();
    }

    @Test
    void installsStartsShowsAndStopsAnEngine() throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());
        int port = freePort();

        // When
        assertThat(run("start", "whisper", "--yes", "--port", "" + port)).as(err).isZero();

        // Then
        String address = "http://127.0.0.1:" + port + "/v1";
        assertThat(out)
                .contains("whisper is ready at " + address)
                .contains("engines.whisper.url: " + address, "engines.whisper.alone: true");
        assertThat(Files.readString(home(LocalEngine.WHISPER).resolve("install.log")))
                .contains("--require-hashes", "--only-binary :all:");
        assertThat(home(LocalEngine.WHISPER).resolve("engine.log")).content().contains("ready, as");
        assertThat(state("whisper")).isEqualTo("ready");
        assertThat(state("voice")).isEqualTo("not installed");
        ProcessHandle process = running().orElseThrow().process();

        // When
        assertThat(run("start", "whisper")).isZero();

        // Then
        assertThat(running().orElseThrow().process()).isEqualTo(process);

        // When
        assertThat(run("stop", "whisper")).isZero();

        // Then
        assertThat(out).contains("whisper is stopped");
        assertThat(process.isAlive()).isFalse();
        assertThat(state("whisper")).isEqualTo("stopped");
        assertThat(run("stop", "whisper")).isZero();
        assertThat(out).contains("didn't run");
    }

    @Test
    void saysThatAnEngineEndedByItselfAndStartsItAgainWithoutInstallingIt() throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());
        assertThat(run("start", "whisper", "--yes", "--port", "" + freePort())).as(err).isZero();
        ProcessHandle process = running().orElseThrow().process();

        // When
        process.destroyForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);

        // Then
        assertThat(state("whisper")).isEqualTo("ended by itself");

        // When
        Files.delete(home(LocalEngine.WHISPER).resolve("install.log"));
        assertThat(run("start", "whisper", "--port", "" + freePort())).as(err).isZero();

        // Then
        assertThat(state("whisper")).isEqualTo("ready");
        assertThat(home(LocalEngine.WHISPER).resolve("install.log")).doesNotExist();
    }

    @Test
    void anEngineThatIsWatchedIsStartedAgainWhenItEndsByItselfAndEndsWithItsWatcher()
            throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());
        Engines engines =
                Engines.of(ParleyConfig.defaults().in(folder.resolve("data")), python.toString());
        StringWriter said = new StringWriter();
        Terminal terminal = Terminal.of(new PrintWriter(said, true), true, Map.of());
        Engines.Started started = engines.start(LocalEngine.WHISPER, freePort(), true, terminal);
        ProcessHandle first = started.process();

        // When
        ProcessHandle second;
        try (WatchedEngine watched =
                WatchedEngine.begin(engines, LocalEngine.WHISPER, started, terminal)) {
            first.destroyForcibly();
            second = startedAfter(first);

            // Then
            assertThat(running().orElseThrow().port()).isEqualTo(watched.port());
        }
        assertThat(second.isAlive()).isFalse();
        assertThat(state("whisper")).isEqualTo("stopped");
        assertThat(said.toString()).contains("whisper ended by itself");
    }

    @Test
    void anEngineThatRanBeforeGoesOnAfterItsWatcher() throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());
        assertThat(run("start", "whisper", "--yes", "--port", "" + freePort())).as(err).isZero();
        Engines engines =
                Engines.of(ParleyConfig.defaults().in(folder.resolve("data")), python.toString());
        Terminal terminal = Terminal.of(new PrintWriter(new StringWriter()), true, Map.of());

        // When
        engines.watch(LocalEngine.WHISPER, false, terminal).close();

        // Then
        assertThat(state("whisper")).isEqualTo("ready");
    }

    private ProcessHandle startedAfter(ProcessHandle first) throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < until) {
            Optional<EngineProcess.Running> running = running();
            if (running.isPresent()
                    && !running.get().process().equals(first)
                    && running.get().isHealthy()) {
                return running.get().process();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("it wasn't started again");
    }

    @Test
    void anEngineThatEndsWhileItStartsIsASentenceWithItsLastWords() throws Exception {
        // Given
        python = scripted("echo 'no module named whisper'; exit 3");

        // When
        int exitCode = run("start", "whisper", "--yes", "--port", "" + freePort());

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).contains("exit code 3", "no module named whisper", "engine.log");
        assertThat(state("whisper")).isEqualTo("stopped");
    }

    @Test
    void packagesThatCanNotBeInstalledAreASentenceAndAreTriedAnew() throws Exception {
        // Given
        python = scripted("3 11", "echo 'ERROR: THESE PACKAGES DO NOT MATCH'; exit 1", "exit 0");

        // When
        int exitCode = run("start", "whisper", "--yes", "--port", "" + freePort());

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(err).contains("DO NOT MATCH", "install.log");
        assertThat(state("whisper")).isEqualTo("not installed");
    }

    @Test
    void withoutPythonASentenceNamesTheCure() throws Exception {
        // Given
        python = folder.resolve("nowhere").resolve("python3");

        // Then
        assertThat(run("start", "whisper", "--yes")).isEqualTo(1);
        assertThat(err).contains("needs Python 3.10 or newer", "none was found", "python3-venv");

        // Given
        python = scripted("3 9", "exit 0", "exit 0");

        // Then
        assertThat(run("start", "whisper", "--yes")).isEqualTo(1);
        assertThat(err).contains("it is 3.9");
    }

    @Test
    void aPortThatIsTakenIsASentence() throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            int exitCode = run("start", "whisper", "--yes", "--port", "" + taken.getLocalPort());

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(err).contains("is taken", "--port");
        }
    }

    @Test
    void declinesTheNetworkWhenToldTo() throws Exception {
        // Given
        python = scripted(ScriptedEngine.serving());

        // Then
        assertThat(run("--set", "engines.offline=true", "start", "whisper", "--yes")).isEqualTo(1);
        assertThat(err).contains("the network was declined");
    }

    @Test
    void anotherProcessThatWasGivenTheSameIdIsNotTakenForTheEngine() throws Exception {
        // Given
        assertThat(state("whisper")).isEqualTo("not installed");
        Files.createDirectories(home(LocalEngine.WHISPER));
        Files.writeString(
                home(LocalEngine.WHISPER).resolve("running"),
                "pid=%d\nbegun=2001-01-01T00\\:00\\:00Z\nport=1\n"
                        .formatted(ProcessHandle.current().pid()));

        // Then
        assertThat(state("whisper")).isEqualTo("ended by itself");
        assertThat(run("stop", "whisper")).isZero();
        assertThat(out).contains("didn't run");
    }

    /** Every file that pip may take has its checksum, and what is asked for is among them. */
    @Test
    void everyPackageIsPinnedByItsChecksum() {
        for (LocalEngine engine : LocalEngine.values()) {
            assertThat(engine.requirements().replace("\\\n", "").lines())
                    .filteredOn(line -> !line.startsWith("#") && !line.isBlank())
                    .hasSizeGreaterThan(10)
                    .allMatch(
                            line ->
                                    line.matches(
                                            "[a-z0-9-]+==\\S+( ;.*?)?("
                                                    + " +--hash=sha256:[0-9a-f]{64})+"));
            assertThat(engine.program()).contains("127.0.0.1", "port=int(sys.argv[1])");
        }
    }

    private Path scripted(String program) throws IOException {
        return scripted("3 11", "exit 0", program);
    }

    private Path scripted(String version, String pip, String program) throws IOException {
        return ScriptedEngine.python(folder, version, pip, program);
    }

    private Optional<EngineProcess.Running> running() throws IOException {
        return new EngineProcess(LocalEngine.WHISPER, home(LocalEngine.WHISPER)).running();
    }

    private Path home(LocalEngine engine) {
        return folder.resolve("data").resolve("engines").resolve(engine.typed());
    }

    private String state(String engine) throws IOException {
        assertThat(run("status", "--json")).as(err).isZero();
        for (JsonNode each : new ObjectMapper().readTree(out)) {
            if (each.path("name").asText().equals(engine)) {
                return each.path("state").asText();
            }
        }
        throw new AssertionError("no " + engine);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private int run(String... arguments) {
        CommandLineRun run =
                CommandLineRun.of(
                        new EnginesCommand(python.toString()),
                        Stream.concat(
                                        Stream.of("--data", folder.resolve("data").toString()),
                                        Stream.of(arguments))
                                .toArray(String[]::new));
        out = run.out();
        err = run.err();
        return run.exitCode();
    }
}
