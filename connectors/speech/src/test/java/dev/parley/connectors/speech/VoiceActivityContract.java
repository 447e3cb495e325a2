package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.hearing.VoiceActivityDetector;
import dev.parley.streams.hearing.VoiceActivityDetector.Ear;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every detector keeps to; how well it hears beyond that is measured, not asserted. */
interface VoiceActivityContract {
    VoiceActivityDetector detector();

    @ParameterizedTest
    @ValueSource(strings = {"silence", "white noise", "pink noise", "tone 440", "tone 1000", "hum"})
    default void takesNoOtherSoundForSpeech(String sound) {
        // When
        boolean[] heard = hear(detector(), Sounds.withoutWords(5).get(sound));

        // Then
        assertThat(count(heard)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"white noise", "tone 440"})
    default void takesNoSoundThatBeginsSuddenlyForSpeech(String sound) {
        // Given
        short[] suddenly = new short[5 * 16_000];
        short[] noise = Sounds.withoutWords(3).get(sound);
        System.arraycopy(noise, 0, suddenly, 2 * 16_000, noise.length);

        // When
        boolean[] heard = hear(detector(), suddenly);

        // Then
        assertThat(count(heard)).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"20, 0.92", "5, 0.86"})
    default void hearsTheTestSetInNoise(double decibels, double leastHits) {
        // When
        VoiceActivityMeasurement.Result result =
                VoiceActivityMeasurement.measure(detector(), decibels, true, 4);

        // Then
        assertThat(result.hits()).isGreaterThan(leastHits);
        assertThat(result.missed()).isZero();
        assertThat(result.falseAlarms()).isLessThan(0.06);
        assertThat(result.startLateWorst()).isLessThanOrEqualTo(260);
    }

    @Test
    default void streamsDontDisturbEachOther() {
        // Given
        VoiceActivityDetector detector = detector();
        short[] speech = Recordings.all().getFirst().samples();
        boolean[] alone = hear(detector, speech);

        // When
        boolean[] together = new boolean[alone.length];
        try (Ear ear = detector.open();
                Ear other = detector.open()) {
            short[] noise = Sounds.withoutWords(5).get("white noise");
            for (int i = 0; i < together.length; i++) {
                together[i] = ear.isSpeech(frame(speech, i));
                other.isSpeech(frame(noise, i % 200));
            }
        }

        // Then
        assertThat(together).isEqualTo(alone);
        assertThat(count(alone)).isPositive();
    }

    private static boolean[] hear(VoiceActivityDetector detector, short[] sound) {
        boolean[] heard = new boolean[sound.length / VoiceActivityDetector.FRAME_SAMPLES];
        try (Ear ear = detector.open()) {
            for (int i = 0; i < heard.length; i++) {
                heard[i] = ear.isSpeech(frame(sound, i));
            }
        }
        return heard;
    }

    private static short[] frame(short[] sound, int index) {
        int size = VoiceActivityDetector.FRAME_SAMPLES;
        return Arrays.copyOfRange(sound, index * size, (index + 1) * size);
    }

    private static int count(boolean[] heard) {
        int count = 0;
        for (boolean each : heard) {
            count += each ? 1 : 0;
        }
        return count;
    }
}
