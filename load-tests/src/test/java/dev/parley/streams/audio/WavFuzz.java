package dev.parley.streams.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Files of sound. */
public final class WavFuzz {
    private static final int MOST_SAMPLES = 1 << 18;

    private WavFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Wav sound = Wav.read(new ByteArrayInputStream(input), MOST_SAMPLES);
            if (sound.mono().length > MOST_SAMPLES) {
                throw new AssertionError("longer than allowed");
            }
        } catch (IOException refused) {
            // as documented
        }
    }
}
