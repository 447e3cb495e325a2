package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayDocumentTest {
    @Test
    void itsCommandsAreThoseOfTheCommandLine() throws Exception {
        // Given
        List<String> examples =
                Files.readAllLines(Path.of("../../docs/replay.md")).stream()
                        .filter(line -> line.startsWith("./parley "))
                        .map(line -> line.substring("./parley ".length()).replaceAll("\\s+#.*", ""))
                        .toList();

        // Then
        assertThat(examples).hasSizeGreaterThan(5);
        for (String example : examples) {
            assertThatCode(
                            () ->
                                    Main.commandLine()
                                            .parseArgs(
                                                    Arrays.stream(example.split("\\s+"))
                                                            .toArray(String[]::new)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }
}
