package dev.parley.streams.synthesis;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * @param firstChunk the length of a sentence's first piece of sound: short, so that it is heard
 *     soon
 * @param chunk the length of all others
 */
public record SynthesisConfig(
        @Setting("length of the first piece of a sentence: short, to be heard soon")
                Duration firstChunk,
        @Setting("length of all other pieces") Duration chunk) {
    public SynthesisConfig {
        if (firstChunk.toMillis() < 10 || firstChunk.compareTo(chunk) > 0) {
            throw new IllegalArgumentException(
                    "first-chunk must be 10 ms at least, and not above chunk");
        }
        if (chunk.toMillis() > 2000) {
            throw new IllegalArgumentException("chunk must be 2 s at most");
        }
    }

    public static SynthesisConfig defaults() {
        return new SynthesisConfig(Duration.ofMillis(40), Duration.ofMillis(160));
    }
}
