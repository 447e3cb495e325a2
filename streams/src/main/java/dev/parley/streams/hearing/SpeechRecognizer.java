package dev.parley.streams.hearing;

import dev.parley.schemas.event.Speech;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns speech into words. Native work runs on a bounded pool of platform threads that the
 * recogniser owns, while the caller waits.
 */
public interface SpeechRecognizer extends AutoCloseable {
    /** Begins an utterance; used by one thread at a time. */
    Utterance begin();

    /**
     * The same engine for those who can wait: what they ask of it comes after what is asked of the
     * engine itself. Closing that closes nothing.
     */
    default SpeechRecognizer patient() {
        return this;
    }

    @Override
    void close();

    /** One utterance being heard. */
    interface Utterance extends AutoCloseable {
        /**
         * Takes more sound.
         *
         * @param samples 16 kHz mono, any number
         * @return what was understood so far, if that changed; else null
         */
        @Nullable String accept(short[] samples);

        /** Ends the utterance. Word times are milliseconds since its first sample. */
        Transcript finish();

        /** Gives the engine's memory back; also after {@link #finish}, and more than once. */
        @Override
        void close();
    }

    /**
     * @param text empty if there were no words
     * @param confidence 0 to 1, the mean of the words'; 0 if there are none
     */
    record Transcript(String text, List<Speech.Word> words, double confidence) {}
}
