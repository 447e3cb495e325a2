package dev.parley.streams.hearing;

import dev.parley.schemas.event.Audio;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a session's sound is heard: as the installation does, but for what its client chose.
 *
 * @param manual whether all sound belongs to one utterance until the client commits it
 * @param onset the probability at which sound is speech; null for the detector's own
 * @param preRoll sound before the first speech that belongs to the utterance too
 * @param endSilence silence that ends an utterance
 * @param longestSilence after which silence is reported no more
 */
record Manner(
        boolean manual,
        @Nullable Double onset,
        Duration preRoll,
        Duration endSilence,
        Duration longestSilence) {
    static Manner of(HearingConfig config, Audio.@Nullable Detection chosen) {
        if (chosen == null) {
            return new Manner(
                    false, null, config.preRoll(), config.endSilence(), config.longestSilence());
        }
        Integer padding = chosen.prefixPaddingMillis();
        Integer silence = chosen.silenceMillis();
        Duration end = silence == null ? config.endSilence() : Duration.ofMillis(silence);
        Duration told = end.plus(config.silenceStep());
        return new Manner(
                chosen.manual(),
                chosen.threshold(),
                padding == null ? config.preRoll() : Duration.ofMillis(padding),
                end,
                told.compareTo(config.longestSilence()) > 0 ? told : config.longestSilence());
    }
}
