package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.app.UpCommandTest;
import dev.parley.app.UserError;
import dev.parley.app.client.Endpoint;
import dev.parley.app.client.Exchange;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.TalkCommand;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.gateway.Readiness;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code parley up} as a process: its start, its stop, its death, and what stands in its way. */
class UpIT {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final Duration RINGS_WITHIN = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    void staysAnswersAndComesBackWhateverEndedIt() throws Exception {
        Path data = folder.resolve("data");
        List<ProcessHandle> killed;
        String token;
        long cold;
        try (ParleyProcess first = ParleyProcess.up(data)) {
            // It starts, and says where it is.
            cold = first.awaitStart();
            Endpoint endpoint = Endpoint.read(data).orElseThrow();
            token = endpoint.token();
            assertThat(first.said())
                    .contains(endpoint.url().toString(), token, data.toString())
                    .doesNotContain("Warning");
            assertThat(health(first)).isEqualTo(200);
            assertOwnedAlone(data);
            assertThat(ListeningSockets.of(first.pid(), first.servers()))
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allMatch(InetAddress::isLoopbackAddress);

            // It answers.
            StringWriter talk = new StringWriter();
            assertThat(talk(data, talk)).as(talk::toString).isZero();
            assertThat(talk.toString()).contains("intent   time", "Tokyo");

            // Nobody else may use its data.
            try (ParleyProcess second = ParleyProcess.up(data)) {
                assertThat(second.awaitEnd(STOPS_WITHIN)).isEqualTo(1);
                assertThat(second.said().strip().lines())
                        .singleElement()
                        .asString()
                        .contains("Another Parley is running");
            }

            // It is killed in mid-conversation.
            setTimer(endpoint);
            killed = first.servers();
            assertThat(killed).isNotEmpty();
            first.kill();
        }

        try (ParleyProcess again = ParleyProcess.up(data)) {
            // What was left is cleaned up, and a timer that was set before rings.
            long afterKill = again.awaitStart();
            assertThat(killed).noneMatch(UpIT::isRunning);
            Endpoint endpoint = Endpoint.read(data).orElseThrow();
            assertThat(endpoint.token()).isEqualTo(token);
            awaitRing(endpoint);

            // Ctrl-C stops it in good order.
            List<ProcessHandle> servers = again.servers();
            long asked = System.nanoTime();
            again.interrupt();
            assertThat(again.awaitEnd(STOPS_WITHIN)).isEqualTo(130);
            long stop = (System.nanoTime() - asked) / 1_000_000;
            assertThat(servers).isNotEmpty().noneMatch(UpIT::isRunning);
            assertThat(Endpoint.file(data)).doesNotExist();
            assertThat(again.said()).doesNotContain("xception", "\tat ", "bug");

            // The next start finds everything, and warns of an open address.
            try (ParleyProcess open = ParleyProcess.up(data, "--host", "0.0.0.0")) {
                long warm = open.awaitStart();
                System.out.printf(
                        "up: start cold %d ms, after kill -9 %d ms, warm %d ms; stop %d ms%n",
                        cold, afterKill, warm, stop);
                assertThat(open.said()).contains("Warning").contains("without TLS").contains(token);
                assertThat(ListeningSockets.of(open.pid(), open.servers()))
                        .filteredOn(address -> !address.isLoopbackAddress())
                        .as("HTTP, voice and the four ports of gRPC")
                        .hasSize(6);
                assertThat(talk(data, new StringWriter())).isZero();
            }
        }
    }

    @Test
    void stoppedWhileItStartsItLeavesNothing() throws Exception {
        // Given
        Path data = folder.resolve("data");
        try (ParleyProcess process = ParleyProcess.up(data)) {
            while (process.servers().isEmpty()) {
                Thread.sleep(20);
            }

            // When
            process.interrupt();
            List<ProcessHandle> servers = process.servers();

            // Then
            assertThat(process.awaitEnd(STOPS_WITHIN)).isEqualTo(130);
            assertThat(process.said()).doesNotContain("xception", "\tat ", "bug");
            assertThat(servers).noneMatch(UpIT::isRunning);
        }
    }

    @Test
    void aTakenPortIsNamedWithItsFlag() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> startOn(port, 0))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("--http-port");
            assertThatThrownBy(() -> startOn(0, port))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("--voice-port");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "embedded.kafka-port, --kafka-port",
        "embedded.postgres-port, --postgres-port",
        "embedded.redis-port, --redis-port"
    })
    void aTakenPortOfAServerIsNamedWithAFlagThatUpHas(String property, String flag)
            throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            UserError refused =
                    catchThrowableOfType(UserError.class, () -> start(Map.of(property, "" + port)));

            assertThat(refused).hasMessageContaining("Port " + port);
            assertThat(UpCommandTest.offeredFlagsIn(refused.getMessage())).containsExactly(flag);
        }
    }

    @Test
    void runsOnARedisOfOnesOwn() throws Exception {
        // Given
        Path data = folder.resolve("without");
        try (EmbeddedRedis own = EmbeddedRedis.start(folder.resolve("own"))) {
            String url = "redis://:%s@%s:%d".formatted(own.password(), own.host(), own.port());
            ParleyConfig config =
                    ParleyConfig.defaults()
                            .in(data)
                            .onAnyPort()
                            .with(Map.of("embedded.redis", url));

            // When
            try (LocalInstallation parley = LocalInstallation.start(config, line -> {})) {
                // Then
                assertThat(parley.wiring().stores()).isNotEmpty().allMatch(Readiness.Check::ok);
                assertThat(data.resolve("redis")).doesNotExist();
            }
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamedWithItsFlag() {
        assertThatThrownBy(() -> startAt("192.0.2.1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("--host");
    }

    @Test
    void aFullDiskIsNamedWithItsCure() throws Exception {
        try (Disk disk = Disk.mounted(folder.resolve("full"), "size=4m")) {
            assertThatThrownBy(() -> startIn(disk.folder().resolve("data")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("is full")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void aReadOnlyDiskIsNamedWithItsCure() throws Exception {
        try (Disk disk = Disk.mounted(folder.resolve("sealed"), "ro")) {
            assertThatThrownBy(() -> startIn(disk.folder().resolve("data")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("can't be written")
                    .hasMessageContaining("--data");
        }
    }

    private static void startIn(Path data) throws InterruptedException {
        start(ParleyConfig.defaults().in(data).onAnyPort());
    }

    private void startAt(String host) throws InterruptedException {
        start(Map.of("gateway.host", host));
    }

    private void startOn(int http, int voice) throws InterruptedException {
        start(Map.of("gateway.http-port", "" + http, "gateway.voice-port", "" + voice));
    }

    private void start(Map<String, String> properties) throws InterruptedException {
        start(ParleyConfig.defaults().in(folder.resolve("data")).onAnyPort().with(properties));
    }

    private static void start(ParleyConfig config) throws InterruptedException {
        try (LocalInstallation started = LocalInstallation.start(config, line -> {})) {
            throw new AssertionError("it started at " + started.http());
        }
    }

    private static int health(ParleyProcess parley) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI ready = URI.create(parley.console()).resolve("/health/ready");
            return http.send(
                            HttpRequest.newBuilder(ready).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static int talk(Path data, StringWriter out) {
        return new CommandLine(new TalkCommand(() -> data, UpIT::voice))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute("what time is it in tokyo", "--no-color");
    }

    private static SpeechSynthesizer voice() {
        try {
            return new MaryVoice();
        } catch (SpeechModelException e) {
            throw new AssertionError(e);
        }
    }

    private static void setTimer(Endpoint endpoint) throws Exception {
        try (RealtimeClient client = client(endpoint)) {
            client.say("set a timer for 25 seconds");
            await(client, exchange -> exchange.tools().size() == 1);
            await(client, Caller::isAnswered);
        }
    }

    private static void awaitRing(Endpoint endpoint) throws Exception {
        try (RealtimeClient client = client(endpoint)) {
            Exchange exchange = await(client, Caller::isAnswered);
            assertThat(Caller.reply(exchange).words()).containsIgnoringCase("timer");
        }
    }

    private static RealtimeClient client(Endpoint endpoint) throws Exception {
        return RealtimeClient.connect(endpoint.url(), endpoint.token(), Duration.ofSeconds(10));
    }

    private static Exchange await(
            RealtimeClient client, java.util.function.Predicate<Exchange> wanted)
            throws InterruptedException {
        Exchange exchange = new Exchange();
        long until = System.nanoTime() + RINGS_WITHIN.toNanos();
        while (!wanted.test(exchange)) {
            Received next = client.take(Duration.ofNanos(until - System.nanoTime()));
            assertThat(next).as("nothing came in time").isNotNull();
            exchange.accept(next);
        }
        return exchange;
    }

    private static void assertOwnedAlone(Path data) throws IOException {
        assertThat(permissions(data)).isEqualTo("rwx------");
        List<Path> secrets = new ArrayList<>(List.of(Endpoint.file(data)));
        for (String each : List.of("secrets", "keys")) {
            try (Stream<Path> files = Files.list(data.resolve(each))) {
                secrets.addAll(files.toList());
            }
        }
        assertThat(secrets)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** An ended process that nobody waits for still counts as alive, so its state is asked. */
    private static boolean isRunning(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return false;
        }
    }

    /** A file system in memory of its own; needs the right to mount. */
    private record Disk(Path folder) implements AutoCloseable {
        static Disk mounted(Path folder, String options) throws Exception {
            Files.createDirectory(folder);
            boolean mounted =
                    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
            assumeTrue(mounted, "only who may mount can try this");
            return new Disk(folder);
        }

        @Override
        public void close() throws Exception {
            assertThat(run("umount", folder.toString())).isTrue();
        }

        private static boolean run(String... command) throws Exception {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        }
    }
}
