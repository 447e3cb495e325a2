package dev.parley.load.scale;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Utterances of 600 ms, one every 1.5 s; the samples of utterance {@code n}, from 1, are all {@code
 * n}, and silence is zeros.
 *
 * @param leadMillis silence before the first, a multiple of 20
 */
public record Tones(int utterances, long leadMillis) implements Script {
    /** From one utterance to the next. */
    public static final Duration PERIOD = Duration.ofMillis(1500);

    static final int FRAME = 320;
    private static final int SPEECH_MILLIS = 600;
    private static final long PERIOD_MILLIS = PERIOD.toMillis();
    private static final int FRAME_MILLIS = 20;

    @Override
    public int records() {
        return (int) ((leadMillis + (long) utterances * PERIOD_MILLIS) / RECORD_MILLIS);
    }

    @Override
    public short[] record(int number) {
        short[] samples = new short[RECORD];
        for (int from = 0; from < RECORD; from += FRAME) {
            long at = (long) number * RECORD_MILLIS + from / FRAME * FRAME_MILLIS - leadMillis;
            if (at >= 0 && at % PERIOD_MILLIS < SPEECH_MILLIS) {
                Arrays.fill(samples, from, from + FRAME, (short) (at / PERIOD_MILLIS + 1));
            }
        }
        return samples;
    }

    @Override
    public List<Heard> finals() {
        return IntStream.range(0, utterances)
                .mapToObj(
                        i -> {
                            long start = leadMillis + (long) i * PERIOD_MILLIS;
                            return new Heard(
                                    start,
                                    start + SPEECH_MILLIS,
                                    SPEECH_MILLIS * 16 + " of " + (i + 1));
                        })
                .toList();
    }
}
