package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Wav;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * With the tiny English model and recordings of people, which may not be committed and which no
 * package holds: {@code parley check --long --only whisper} runs this where the folder that
 * PARLEY_SPEECH_DATA names has them.
 */
class WhisperFigures implements SpeechRecognizerContract {
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
        long begun = System.nanoTime();
        String heard = SpeechRecognizerContract.heard(recognizer, speech()).text();
        long millis = (System.nanoTime() - begun) / 1_000_000;

        // Then
        WordErrors errors =
                WordErrors.between("today only platforms one and three are used", heard);
        System.out.printf(
                "whisper platforms.wav: %d of %d words wrong, %d ms%n",
                errors.errors(), errors.words(), millis);
        assertThat(errors.errors()).isLessThanOrEqualTo(1);
    }

    /** Nothing is freed under native work, or the process would end here. */
    @Test
    void closesWhileItIsAskedOnAllSides() throws Exception {
        // Given
        WhisperRecognizer closing = loaded();
        CountDownLatch begun = new CountDownLatch(4);
        List<Thread> lanes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lanes.add(
                    Thread.startVirtualThread(
                            () -> {
                                begun.countDown();
                                try {
                                    SpeechRecognizerContract.heard(closing, speech());
                                } catch (IllegalStateException e) {
                                    return; // it was closed before this one began
                                }
                            }));
        }
        begun.await();

        // When
        closing.close();

        // Then
        for (Thread lane : lanes) {
            assertThat(lane.join(Duration.ofMinutes(1))).isTrue();
        }
        assertThat(SpeechRecognizerContract.heard(recognizer, speech()).text()).isNotEmpty();
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
                        .orElse(Path.of("../../speech-data"))
                        .resolve(name);
        assertThat(file).as("set PARLEY_SPEECH_DATA to a folder with %s", name).exists();
        return file;
    }
}
