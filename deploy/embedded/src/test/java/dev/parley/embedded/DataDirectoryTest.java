package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    @TempDir Path folder;

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        // Given
        var fresh = folder.resolve("below/data");

        // When
        try (var data = DataDirectory.open(fresh)) {
            data.secret("word");

            // Then
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                    .isEqualTo("rwx------");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(fresh.resolve("secrets/word"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void refusesASecondInstanceUntilTheFirstIsGone() {
        // Given
        try (var first = DataDirectory.open(folder)) {

            // Then
            assertThatThrownBy(() -> DataDirectory.open(first.root()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("Another Parley is running")
                    .hasMessageContaining("--data");
        }
        DataDirectory.open(folder).close();
    }

    @Test
    void tellsWhetherAnInstanceHasItOpen() {
        // Given
        assertThat(DataDirectory.isOpen(folder)).isFalse();

        try (var data = DataDirectory.open(folder)) {
            // Then
            assertThat(DataDirectory.isOpen(data.root())).isTrue();
            assertThat(DataDirectory.isOpen(data.root())).as("asked again").isTrue();
        }
        assertThat(DataDirectory.isOpen(folder)).isFalse();
    }

    @Test
    void canBeOpenedAfterOnlyAFolderInItWasMade() {
        // Given
        var fresh = folder.resolve("data");

        // When
        var models = DataDirectory.folderIn(fresh, "models");

        // Then
        assertThat(models).isDirectory();
        DataDirectory.open(fresh).close();
    }

    @Test
    void refusesAFolderThatCannotBeWritten() throws IOException {
        // Given
        var readOnly = Path.of("/sys/kernel");
        if (!"root".equals(System.getProperty("user.name"))) {
            readOnly = Files.createDirectory(folder.resolve("read-only"));
            Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-x------"));
        }
        var unwritable = readOnly;

        // Then
        assertThatThrownBy(() -> DataDirectory.open(unwritable))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("can't be written")
                .hasMessageContaining("--data");
        assertThatThrownBy(() -> DataDirectory.open(unwritable.resolve("data")))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("can't be written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a\"b", "a\\b", "a\nb"})
    void refusesAPathThatTheServersMisread(String name) {
        assertThatThrownBy(() -> DataDirectory.open(folder.resolve(name)))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("--data");
        assertThat(folder.resolve(name)).doesNotExist();
    }

    @Test
    void refusesAFullDisk() {
        assertThatThrownBy(() -> DataDirectory.prepared(folder, Long.MAX_VALUE))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("--data");
    }

    @Test
    void refusesAFileInItsPlace() throws IOException {
        // Given
        var file = Files.createFile(folder.resolve("file"));

        // Then
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void leavesAForeignFolderThatOthersMayReadAlone() throws IOException {
        // Given
        var foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.createFile(foreign.resolve("letter"));
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));

        // Then
        assertThatThrownBy(() -> DataDirectory.open(foreign))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("already holds other things");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(foreign)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void keepsItsSecretsAndHasAnotherForEachName() {
        // Given
        String first;
        try (var data = DataDirectory.open(folder)) {
            first = data.secret("first");

            // Then
            assertThat(first).matches("[0-9a-f]{48}").isNotEqualTo(data.secret("second"));
        }
        try (var again = DataDirectory.open(folder)) {
            assertThat(again.secret("first")).isEqualTo(first);
        }
    }
}
