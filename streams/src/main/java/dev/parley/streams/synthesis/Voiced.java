package dev.parley.streams.synthesis;

import dev.parley.schemas.event.Reply;
import dev.parley.streams.audio.TimeStretch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Sound as the user wants to hear it, whatever engine or store it comes from: faster or slower at
 * the same pitch, and less loud. Words end where they are heard to end.
 */
final class Voiced implements SpeechSynthesizer.Sink {
    private static final double SLOWEST = 0.5;
    private static final double FASTEST = 2;
    private static final double LOUDEST = 1;

    private final SpeechSynthesizer.Sink sink;
    private final TimeStretch stretch;
    private final double gain;
    private final Queue<Mark> marks = new ArrayDeque<>();
    private long taken;
    private long given;

    /**
     * The end of a word.
     *
     * @param at samples of the output
     */
    private record Mark(long at, int words) {}

    /**
     * @param voicing what is out of bounds in it counts as the bound, what is no number as 1
     */
    Voiced(Reply.Voicing voicing, SpeechSynthesizer.Sink sink) {
        this.sink = sink;
        this.stretch =
                new TimeStretch(
                        SpeechSynthesizer.SAMPLE_RATE,
                        Math.clamp(number(voicing.rate()), SLOWEST, FASTEST));
        this.gain = Math.clamp(number(voicing.gain()), 0, LOUDEST);
    }

    private static double number(double value) {
        return Double.isNaN(value) ? 1 : value;
    }

    @Override
    public boolean accept(short[] samples) {
        taken += samples.length;
        return give(stretch.accept(samples));
    }

    @Override
    public void wordsSpoken(int words) {
        marks.add(new Mark(stretch.heardAt(taken), words));
        give(new short[0]);
    }

    /** The sentence is over. */
    void end() {
        give(stretch.flush());
        marks.forEach(mark -> sink.wordsSpoken(mark.words()));
        marks.clear();
    }

    private boolean give(short[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(samples[i] * gain);
        }
        int from = 0;
        boolean wanted = true;
        Mark mark;
        while ((mark = marks.peek()) != null && mark.at() <= given + samples.length - from) {
            int to = from + (int) Math.max(0, mark.at() - given);
            wanted &= pass(samples, from, to);
            from = to;
            sink.wordsSpoken(mark.words());
            marks.remove();
        }
        return pass(samples, from, samples.length) && wanted;
    }

    private boolean pass(short[] samples, int from, int to) {
        given += to - from;
        return from == to || sink.accept(Arrays.copyOfRange(samples, from, to));
    }
}
