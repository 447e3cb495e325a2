package dev.parley.connectors.speech;

import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.Arrays;

/** Sound that is there whole, given on a tenth of a second at a time. */
final class Pieces {
    private static final int SAMPLES = SpeechSynthesizer.SAMPLE_RATE / 10;

    private Pieces() {}

    /**
     * @return false if the sink wants no more
     */
    static boolean give(short[] sound, SpeechSynthesizer.Sink sink) {
        for (int at = 0; at < sound.length; at += SAMPLES) {
            int end = Math.min(sound.length, at + SAMPLES);
            if (!sink.accept(Arrays.copyOfRange(sound, at, end))) {
                return false;
            }
        }
        return true;
    }
}
