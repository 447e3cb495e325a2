package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.hearing.VoiceActivityDetector;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SileroDetectorTest implements VoiceActivityContract {
    private static SileroDetector detector;

    @BeforeAll
    static void load() throws SpeechModelException {
        detector = new SileroDetector();
    }

    @AfterAll
    static void close() {
        detector.close();
    }

    @Override
    public VoiceActivityDetector detector() {
        return detector;
    }

    @Test
    void takesNoPinkNoiseThatBeginsSuddenlyForSpeech() {
        // Given
        short[] noise = Sounds.withoutWords(3).get("pink noise");

        // When
        int heard = 0;
        try (VoiceActivityDetector.Ear ear = detector.open()) {
            for (int frame = 0; frame < 100; frame++) {
                ear.isSpeech(new short[320]);
            }
            for (int at = 0; at < noise.length; at += 320) {
                heard += ear.isSpeech(Arrays.copyOfRange(noise, at, at + 320)) ? 1 : 0;
            }
        }

        // Then
        assertThat(heard).isZero();
    }

    @Test
    void thresholdsMustBeInOrder() {
        // Then
        assertThatThrownBy(() -> new SileroDetector(0.3f, 0.5f))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
