package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
        assertThat(ready).isEqualTo(EnumSet.allOf(EmbeddedServers.Part.class));
        assertThat(portsAgain).isEqualTo(ports).doesNotHaveDuplicates();
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
