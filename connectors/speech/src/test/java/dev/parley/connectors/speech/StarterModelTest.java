package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterModelTest {
    @TempDir Path folder;

    @Test
    void isUnpackedWhole() throws IOException {
        // When
        Path model = StarterModel.unpackInto(folder);

        // Then
        try (Stream<Path> files = Files.walk(model)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(8);
        }
        assertThat(Files.size(model.resolve("am/final.mdl"))).isGreaterThan(1_000_000);
    }

    @Test
    void isLeftAloneWhereItStands() throws IOException {
        // Given
        Path file = StarterModel.unpackInto(folder).resolve("graph/words.txt");
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, longAgo);

        // When
        StarterModel.unpackInto(folder);

        // Then
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    }

    @Test
    void isMendedWhereItIsDamaged() throws IOException {
        // Given
        Path model = StarterModel.unpackInto(folder);
        byte[] whole = Files.readAllBytes(model.resolve("am/final.mdl"));
        Files.write(model.resolve("am/final.mdl"), new byte[100]);
        Files.delete(model.resolve("graph/Gr.fst"));

        // When
        StarterModel.unpackInto(folder);

        // Then
        assertThat(model.resolve("am/final.mdl")).hasBinaryContent(whole);
        assertThat(model.resolve("graph/Gr.fst")).exists();
    }

    @Test
    void knowsItsWords() {
        // Then
        assertThat(StarterModel.words())
                .hasSizeBetween(1_500, 1_520)
                .contains("what", "tokyo", "seven", "timer", "o'clock")
                .allMatch(word -> word.matches("[a-z][a-z'.-]*"));
    }
}
