package dev.parley.streams.synthesis;

import java.time.Duration;

/**
 * @param firstChunk the length of a sentence's first piece of sound: short, so that it is heard
 *     soon
 * @param chunk the length of all others
 */
public record SynthesisConfig(Duration firstChunk, Duration chunk) {
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
