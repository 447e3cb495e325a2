package dev.parley.streams.hearing;

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

        @Override
        default void close() {}
    }
}
