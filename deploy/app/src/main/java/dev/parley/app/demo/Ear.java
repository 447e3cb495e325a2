package dev.parley.app.demo;

import dev.parley.app.client.RealtimeClient;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.util.Arrays;

/** Hears what was said to a client. */
public final class Ear {
    private static final int HEARING_RATE = 16_000;
    private static final int PIECE = HEARING_RATE / 10;
    private static final short[] PAUSE = new short[HEARING_RATE * 3 / 10];

    /** At nine tenths of the pace: what the starter model then makes out of most blurred words. */
    private static final int SLOWED_FROM = RealtimeClient.REPLY_RATE * 9 / 10;

    private final SpeechRecognizer recognizer;

    public Ear(SpeechRecognizer recognizer) {
        this.recognizer = recognizer;
    }

    /**
     * @param sound as a reply comes: 24 kHz mono
     * @return the words, in lower case; empty if there were none
     */
    public String recognize(short[] sound) {
        return recognize(sound, RealtimeClient.REPLY_RATE);
    }

    /** Listens to the same sound again, played more slowly. */
    String recognizeSlowly(short[] sound) {
        return recognize(sound, SLOWED_FROM);
    }

    private String recognize(short[] sound, int rate) {
        short[] samples = Resampler.convert(sound, rate, HEARING_RATE);
        try (SpeechRecognizer.Utterance utterance = recognizer.begin()) {
            utterance.accept(PAUSE);
            for (int from = 0; from < samples.length; from += PIECE) {
                int to = Math.min(from + PIECE, samples.length);
                utterance.accept(Arrays.copyOfRange(samples, from, to));
            }
            utterance.accept(PAUSE);
            return utterance.finish().text();
        }
    }
}
