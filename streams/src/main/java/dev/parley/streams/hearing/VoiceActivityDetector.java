package dev.parley.streams.hearing;

import org.jspecify.annotations.Nullable;

/** Tells speech from everything else. */
public interface VoiceActivityDetector {
    /** 20 ms at 16 kHz. */
    int FRAME_SAMPLES = 320;

    /** A detector for one audio stream, used by one thread at a time. */
    Ear open();

    /** Listens to one audio stream. */
    interface Ear extends AutoCloseable {
        /**
         * @param frame {@link #FRAME_SAMPLES} samples, 16 kHz mono, following the previous frame's
         */
        boolean isSpeech(short[] frame);

        /**
         * Wants speech to be told from silence at another probability; a detector that knows none
         * leaves it out.
         *
         * @param probability 0 to 1, at which silence becomes speech; null for the detector's own
         */
        default void onset(@Nullable Double probability) {}

        @Override
        default void close() {}
    }
}
