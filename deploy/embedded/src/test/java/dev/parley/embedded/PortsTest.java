package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir Path folder;

    @Test
    void areDistinctBeforeAnythingListensOnThem() {
        // Given
        var ports = ports();

        // When
        var claimed =
                IntStream.range(0, 50).map(i -> ports.claim("server-" + i, 0, "--port")).toArray();

        // Then
        assertThat(claimed).doesNotHaveDuplicates();
        IntStream.of(claimed).forEach(ports::release);
    }

    @Test
    void areTheSameAtTheNextStartUnlessTakenMeanwhile() throws IOException {
        // Given
        int first = ports().claim("server", 0, "--port");
        ports().release(first);

        // When
        int second = ports().claim("server", 0, "--port");
        ports().release(second);
        int third;
        try (var thief = new ServerSocket()) {
            thief.bind(new InetSocketAddress(Ports.loopback(), first));
            third = ports().claim("server", 0, "--port");
            ports().release(third);
        }

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
    }

    @Test
    void areRememberedForOthersAlsoWhenTheyWereAskedFor() {
        // Given
        int any = ports().claim("server", 0, "--port");
        ports().release(any);
        int free = ports().claim("other", 0, "--port");
        ports().release(free);

        // When
        int asked = ports().claim("server", free, "--port");
        ports().release(asked);

        // Then
        assertThat(asked).isEqualTo(free);
        assertThat(ports().last("server")).hasValue(free);
    }

    @Test
    void nameTheFlagWhenTheWantedOneIsTaken() throws IOException {
        try (var other = new ServerSocket()) {
            // Given
            other.bind(new InetSocketAddress(Ports.loopback(), 0));
            int taken = other.getLocalPort();

            // Then
            assertThatThrownBy(() -> ports().claim("http", taken, "--port"))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Port " + taken)
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void sayWhichFileIsBroken() throws IOException {
        // Given
        Files.writeString(folder.resolve("ports.properties"), "server=many\n");

        // Then
        assertThatThrownBy(() -> ports().claim("server", 0, "--port"))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("ports.properties");
    }

    private Ports ports() {
        return new Ports(folder.resolve("ports.properties"));
    }
}
