package dev.parley.connectors.speech;

import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An utterance that is kept until it ends and recognised as a whole. Used by one thread. */
final class WholeUtterance implements SpeechRecognizer.Utterance {
    private static final int SAMPLES_A_MILLI = 16;

    private final Function<short[], Transcript> engine;
    private short[] samples = new short[16_000];
    private int length;
    private boolean closed;

    /**
     * @param engine never asked about an utterance without sound
     */
    WholeUtterance(Function<short[], Transcript> engine) {
        this.engine = engine;
    }

    @Override
    public @Nullable String accept(short[] more) {
        requireOpen();
        if (length + more.length > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(2 * samples.length, length + more.length));
        }
        System.arraycopy(more, 0, samples, length, more.length);
        length += more.length;
        return null;
    }

    /** All that was taken so far. */
    short[] sound() {
        return Arrays.copyOf(samples, length);
    }

    /** In samples. */
    int length() {
        return length;
    }

    @Override
    public Transcript finish() {
        requireOpen();
        return length == 0 ? new Transcript("", List.of(), 0) : engine.apply(sound());
    }

    @Override
    public void close() {
        closed = true;
        samples = new short[0];
        length = 0;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the utterance is closed");
        }
    }

    /**
     * What was written of a whole utterance; nothing if it has more words than can be said in that
     * time, which is what a recogniser writes that loops.
     *
     * @param spoken words with a space between each two
     * @param length of the utterance, in samples
     */
    static Transcript transcript(String spoken, int length) {
        int millis = length / SAMPLES_A_MILLI;
        List<String> said = WrittenSpeech.words(spoken);
        if (said.isEmpty() || Plausibility.areTooMany(said, millis)) {
            return new Transcript("", List.of(), 0);
        }
        return new Transcript(
                spoken,
                WrittenSpeech.spread(said, 0, millis, OpenAiRecognizer.UNTOLD_CONFIDENCE),
                OpenAiRecognizer.UNTOLD_CONFIDENCE);
    }
}
