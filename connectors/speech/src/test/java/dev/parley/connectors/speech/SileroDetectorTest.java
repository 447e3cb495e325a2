package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.streams.hearing.VoiceActivityDetector;
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
    void thresholdsMustBeInOrder() {
        // Then
        assertThatThrownBy(() -> new SileroDetector(0.3f, 0.5f))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
