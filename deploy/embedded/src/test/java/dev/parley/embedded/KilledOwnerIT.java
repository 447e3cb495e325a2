package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledOwnerIT {
    private static final String READY = "ready ";

    @TempDir Path folder;

    @Test
    void leavesOrphansThatTheNextStartCleansUpAndItsDataRemain() throws Exception {
        // Given
        var owner = fork();
        var servers = awaitReady(owner);
        try {
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Another Parley is running");

            // When
            owner.destroyForcibly().waitFor();

            // Then
            assertThat(servers).hasSize(2).allMatch(KilledOwnerIT::isRunning);
            long begun = System.nanoTime();
            try (var data = DataDirectory.open(folder);
                    var again = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT)) {
                again.start(
                        (part, took) ->
                                System.out.printf(
                                        "after kill -9, %s: %d ms%n",
                                        part.title(), took.toMillis()));
                System.out.printf(
                        "after kill -9, all: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
                assertThat(servers).noneMatch(KilledOwnerIT::isRunning);
                assertThat(new KafkaClient(again.kafka().clientProperties()).read("kept"))
                        .containsExactly("record");
                assertThat(EmbeddedDatabaseIT.ask(again.database(), "SELECT word FROM kept"))
                        .isEqualTo("row");
                try (var client = new RedisClient(again.redis().port())) {
                    client.ask("AUTH " + again.redis().password());
                    assertThat(client.ask("GET kept")).isEqualTo("value");
                }
            }
        } finally {
            end(owner, servers);
        }
    }

    @Test
    void leavesNothingRunningWhenItIsAskedToEnd() throws Exception {
        // Given
        var owner = fork();
        var servers = awaitReady(owner);
        assertThat(servers).hasSize(2).allMatch(KilledOwnerIT::isRunning);

        try {
            // When
            owner.destroy();

            // Then
            assertThat(owner.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(servers).noneMatch(KilledOwnerIT::isRunning);
        } finally {
            end(owner, servers);
        }
    }

    private static void end(Process owner, List<ProcessHandle> servers) {
        owner.destroyForcibly();
        servers.stream().filter(KilledOwnerIT::isRunning).forEach(ProcessHandle::destroyForcibly);
    }

    private Process fork() throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static List<ProcessHandle> awaitReady(Process owner) throws Exception {
        var said =
                new BufferedReader(
                        new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = said.readLine()) != null) {
            if (line.startsWith(READY)) {
                return Stream.of(line.substring(READY.length()).split(" "))
                        .map(Long::valueOf)
                        .flatMap(pid -> ProcessHandle.of(pid).stream())
                        .toList();
            }
        }
        throw new AssertionError("The owner ended before its servers were ready.");
    }

    /** An ended process that nobody waits for still counts as alive, so its state is asked. */
    private static boolean isRunning(ProcessHandle process) {
        return ServerProcess.isRunning(process);
    }

    /** Starts the servers, stores something in each, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            var data = DataDirectory.open(Path.of(arguments[0]));
            var servers = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT);
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
            servers.start((part, took) -> {});
            var kafka = new KafkaClient(servers.kafka().clientProperties());
            kafka.create("kept");
            kafka.write("kept", "record");
            EmbeddedDatabaseIT.execute(servers.database(), "CREATE TABLE kept (word text)");
            EmbeddedDatabaseIT.execute(servers.database(), "INSERT INTO kept VALUES ('row')");
            try (var redis = new RedisClient(servers.redis().port())) {
                redis.ask("AUTH " + servers.redis().password());
                redis.ask("SET kept value");
            }
            System.out.println(READY + servers.database().pid() + " " + servers.redis().pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
