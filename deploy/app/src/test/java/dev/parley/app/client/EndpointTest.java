package dev.parley.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTest {
    private static final Endpoint ENDPOINT =
            new Endpoint(URI.create("ws://127.0.0.1:9000/v1/realtime"), "secret");

    @TempDir Path data;

    @Test
    void isReadAsItWasWritten() throws IOException {
        // When
        ENDPOINT.write(data);

        // Then
        assertThat(Endpoint.read(data)).contains(ENDPOINT);
    }

    @Test
    void replacesAnOlderAddress() throws IOException {
        // Given
        new Endpoint(URI.create("ws://127.0.0.1:1/v1/realtime"), "old").write(data);

        // When
        ENDPOINT.write(data);

        // Then
        assertThat(Endpoint.read(data)).contains(ENDPOINT);
        assertThat(data).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        // When
        ENDPOINT.write(data);

        // Then
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(Endpoint.file(data))))
                .isEqualTo("rw-------");
    }

    @Test
    void isAbsentWhereNothingRuns() throws IOException {
        // Given
        ENDPOINT.write(data);

        // When
        Endpoint.remove(data);

        // Then
        assertThat(Endpoint.read(data)).isEmpty();
    }

    @Test
    void refusesAFileWithoutAnAddress() throws IOException {
        // Given
        Files.writeString(Endpoint.file(data), "{\"url\": \"ws://x\"}");

        // When, Then
        assertThatThrownBy(() -> Endpoint.read(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no url or no token");
    }

    @Test
    void keepsTheTokenOutOfWhatIsPrinted() {
        assertThat(ENDPOINT.toString()).doesNotContain("secret");
    }
}
