package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * With the tiny English model and recordings of people, which may not be committed: the folder that
 * PARLEY_SPEECH_DATA names holds them.
 */
class WhisperRecognizerIT implements SpeechRecognizerContract {
    private static final String SHA_256 =
            "86b1c49f5368bd85847f2e5a9995848ccb4eda422a14a5214c2ca661054a4b8e";

    private static WhisperRecognizer recognizer;

    @BeforeAll
    static void load() throws IOException {
        recognizer = loaded();
    }

    @AfterAll
    static void close() {
        recognizer.close();
    }

    @Override
    public SpeechRecognizer hearing() {
        return recognizer;
    }

    @Override
    public SpeechRecognizer closing() {
        try {
            return loaded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public short[] speech() {
        return person("platforms.wav");
    }

    @Test
    void understandsPeople() {
        // When
        String heard = SpeechRecognizerContract.heard(recognizer, speech()).text();

        // Then
        assertThat(
                        WordErrors.between("today only platforms one and three are used", heard)
                                .errors())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void hearsNothingOfTheUtteranceBeforeInOneWithoutSound() {
        // Given
        SpeechRecognizerContract.heard(recognizer, speech());

        // When
        String heard = SpeechRecognizerContract.heard(recognizer, new short[0]).text();

        // Then
        assertThat(heard).isEmpty();
    }

    private static WhisperRecognizer loaded() throws IOException {
        return new WhisperRecognizer(file("whisper/ggml-tiny.en-q8_0.bin"), SHA_256, 2, 1);
    }

    private static short[] person(String name) {
        try (InputStream in = Files.newInputStream(file("human/" + name))) {
            return Wav.read(in).mono();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path file(String name) {
        Path file =
                Optional.ofNullable(System.getenv("PARLEY_SPEECH_DATA"))
                        .map(Path::of)
                        .orElse(Path.of("../../../shared/speech"))
                        .resolve(name);
        assertThat(file).as("set PARLEY_SPEECH_DATA to a folder with %s", name).exists();
        return file;
    }
}
