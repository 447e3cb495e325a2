package dev.parley.streams.synthesis;

/**
 * Turns a sentence into sound. Safe for use by many threads; native or long CPU work runs on a
 * bounded pool of platform threads that the synthesiser owns, while the caller waits.
 */
public interface SpeechSynthesizer extends AutoCloseable {
    /** Samples a second of what it makes: 16-bit mono. */
    int SAMPLE_RATE = 24_000;

    /**
     * Speaks a sentence.
     *
     * @param sentence in words that can be spoken as they stand (see {@link Verbalizer})
     * @param sink takes the samples as they come, in pieces of any size
     * @throws dev.parley.streams.stage.PassingFaultException if the engine can't be reached or
     *     failed
     */
    void speak(String sentence, Sink sink);

    /**
     * Whether it tells the sink where words end. Then a sentence that another takes over in its
     * middle goes on at the right word, though the other speaks at another pace.
     */
    default boolean marksWords() {
        return false;
    }

    /**
     * The same engine for those who can wait: what they ask of it comes after what is asked of the
     * engine itself. Closing that closes nothing.
     */
    default SpeechSynthesizer patient() {
        return this;
    }

    @Override
    default void close() {}

    /** Takes sound. */
    interface Sink {
        /**
         * @return false if no more is wanted; the synthesiser then stops as soon as it can
         */
        boolean accept(short[] samples);

        /**
         * A word is over with the samples so far.
         *
         * @param words how many of the sentence are
         */
        default void wordsSpoken(int words) {}
    }
}
