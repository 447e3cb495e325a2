package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
    @TempDir Path folder;

    @Test
    void startsAllThreeColdAndAgainWarmWithTheSamePorts() {
        // Given
        Set<EmbeddedServers.Part> ready = ConcurrentHashMap.newKeySet();

        // When
        long cold = System.nanoTime();
        int[] ports;
        try (var data = DataDirectory.open(folder);
                var servers = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT)) {
            servers.start((part, took) -> ready.add(report("cold", part, took)));
            System.out.println("cold, all: " + since(cold));
            ports = ports(servers);
            assertThat(RunningServers.on(folder))
                    .as("as another process finds them")
                    .hasValueSatisfying(
                            found -> {
                                assertThat(found.kafkaClient())
                                        .isEqualTo(servers.kafka().clientProperties());
                                assertThat(found.database().port())
                                        .isEqualTo(servers.database().port());
                                assertThat(found.database().password())
                                        .isEqualTo(servers.database().password());
                                assertThat(found.toString())
                                        .doesNotContain(servers.database().password());
                            });
        }
        long warm = System.nanoTime();
        int[] portsAgain;
        try (var data = DataDirectory.open(folder);
                var servers = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT)) {
            servers.start((part, took) -> ready.add(report("warm", part, took)));
            System.out.println("warm, all: " + since(warm));
            portsAgain = ports(servers);
        }

        // Then
        assertThat(RunningServers.on(folder)).isEmpty();
        assertThat(ready).isEqualTo(EnumSet.allOf(EmbeddedServers.Part.class));
        assertThat(portsAgain).isEqualTo(ports).doesNotHaveDuplicates();
    }

    @Test
    void leavesNothingRunningWhenOnePartFails() throws Exception {
        try (var data = DataDirectory.open(folder);
                var other = new ServerSocket()) {
            // Given
            other.bind(new InetSocketAddress(Ports.loopback(), 0));
            int taken = other.getLocalPort();
            var settings =
                    new EmbeddedServers.Settings(
                            EmbeddedKafka.Settings.DEFAULT,
                            EmbeddedDatabase.Settings.DEFAULT,
                            new EmbeddedRedis.Settings(taken, Duration.ofSeconds(20)));
            var failing = new EmbeddedServers(data, settings);

            // When
            assertThatThrownBy(() -> failing.start((part, took) -> {}))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Port " + taken)
                    .hasMessageContaining("--redis-port");

            // Then
            try (var servers = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT)) {
                servers.start((part, took) -> {});
                assertThat(ports(servers)).doesNotHaveDuplicates();
            }
        }
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void canBeClosedWhileItStarts() throws Exception {
        try (var data = DataDirectory.open(folder)) {
            // Given
            var servers = new EmbeddedServers(data, EmbeddedServers.Settings.DEFAULT);
            var outcome = new CompletableFuture<Throwable>();
            var redisReady = new CountDownLatch(1);
            Thread.ofPlatform()
                    .start(
                            () -> {
                                try {
                                    servers.start((part, took) -> redisReady.countDown());
                                    outcome.complete(new AssertionError("It started."));
                                } catch (Throwable e) {
                                    outcome.complete(e);
                                }
                            });
            redisReady.await();

            // When
            servers.close();

            // Then
            assertThat(outcome.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(EmbeddedStartException.class);
            assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
            DataDirectory.prepared(folder, 0).hold("kafka").close();
        }
    }

    private static EmbeddedServers.Part report(
            String start, EmbeddedServers.Part part, Duration took) {
        System.out.printf("%s, %s: %d ms%n", start, part.title(), took.toMillis());
        return part;
    }

    private static String since(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000 + " ms";
    }

    private static int[] ports(EmbeddedServers servers) {
        var bootstrap = servers.kafka().bootstrap();
        return new int[] {
            Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1)),
            servers.database().port(),
            servers.redis().port()
        };
    }
}
