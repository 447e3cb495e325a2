package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhisperRecognizerTest {
    private static final String NOTHING =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir Path folder;

    @Test
    void aModelThatIsNotThereIsAClearError() {
        assertThatThrownBy(
                        () -> new WhisperRecognizer(folder.resolve("nowhere.bin"), NOTHING, 1, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("nowhere.bin");
    }

    @Test
    void loadsNoOtherFileThanTheOneThatWasMeant() throws IOException {
        // Given
        Path damaged = Files.writeString(folder.resolve("damaged.bin"), "ggml");

        // Then
        assertThatThrownBy(() -> new WhisperRecognizer(damaged, NOTHING, 1, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("isn't the model that was meant");
    }

    @Test
    void anEmptyFileIsNoModelThoughItsChecksumIsRight() throws IOException {
        // Given
        Path empty = Files.createFile(folder.resolve("empty.bin"));

        // Then
        assertThatThrownBy(() -> new WhisperRecognizer(empty, NOTHING, 1, 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("can't load");
    }
}
