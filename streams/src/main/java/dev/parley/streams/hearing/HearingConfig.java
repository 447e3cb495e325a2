package dev.parley.streams.hearing;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * @param preRoll sound before the first speech that belongs to the utterance too
 * @param onset how much speech makes a beginning; less is taken for a noise
 * @param endSilence silence that ends an utterance
 * @param silenceStep how often silence after an utterance is reported, in audio time
 * @param longestSilence after which it is reported no more
 * @param longestUtterance after which an utterance is cut, in mid-speech
 */
public record HearingConfig(
        @Setting("sound before the first speech that belongs to the utterance") Duration preRoll,
        @Setting("speech that makes a beginning; less is a noise") Duration onset,
        @Setting("silence that ends an utterance") Duration endSilence,
        @Setting("how often silence is reported, in audio time") Duration silenceStep,
        @Setting("after which silence is reported no more") Duration longestSilence,
        @Setting("after which an utterance is cut in mid-speech") Duration longestUtterance) {
    public HearingConfig {
        if (onset.toMillis() < 20 || onset.toMillis() > 500) {
            throw new IllegalArgumentException("onset must be 20 ms to 500 ms");
        }
        if (silenceStep.toMillis() < 20) {
            throw new IllegalArgumentException("silence-step must be at least 20 ms");
        }
        if (longestUtterance.toSeconds() < 1 || longestUtterance.toSeconds() > 60) {
            throw new IllegalArgumentException("longest-utterance must be 1 s to 60 s");
        }
        if (longestSilence.compareTo(endSilence) < 0) {
            throw new IllegalArgumentException("longest-silence must not be below end-silence");
        }
    }

    public static HearingConfig defaults() {
        return new HearingConfig(
                Duration.ofMillis(300),
                Duration.ofMillis(80),
                Duration.ofMillis(350),
                Duration.ofMillis(60),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30));
    }
}
