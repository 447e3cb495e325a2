package dev.parley.streams.audio;

import java.util.Arrays;

/**
 * Makes one stream of speech faster or slower at the pitch it has, piece by piece; how it is cut
 * into pieces makes no difference to what comes out. Used by one thread at a time.
 *
 * <p>WSOLA (W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity
 * (WSOLA) for high quality time-scale modification of speech", ICASSP 1993): of each stretch of
 * output, the input near the wanted place is faded in that is most like what would have come next.
 * It looks ahead by some 40 ms of input, which {@link #flush} brings out.
 */
public final class TimeStretch {
    /** A pitch period of 80 Hz fits into the search, two of them into what is faded. */
    private static final double HOP_SECONDS = 0.015;

    private static final double SEARCH_SECONDS = 0.0075;

    private final double rate;
    private final int hop;
    private final int search;
    private final double[] rising;

    private short[] window = new short[0];

    /** Index, in the whole input, of the window's first sample. */
    private long windowStart;

    /** Where in the input the last output goes on. */
    private long next;

    private long hops;
    private long taken;
    private long given;

    /**
     * @param sampleRate of what goes in and comes out
     * @param rate above 1 for faster; 0.25 to 4
     */
    public TimeStretch(int sampleRate, double rate) {
        if (!(rate >= 0.25 && rate <= 4)) {
            throw new IllegalArgumentException("no rate of speech: " + rate);
        }
        this.rate = rate;
        this.hop = (int) (sampleRate * HOP_SECONDS);
        this.search = (int) (sampleRate * SEARCH_SECONDS);
        this.rising = new double[hop];
        Arrays.setAll(rising, i -> 0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / hop));
    }

    /**
     * Takes the next samples.
     *
     * @return what can be made by now; may be empty
     */
    public short[] accept(short[] samples) {
        taken += samples.length;
        if (rate == 1) {
            given += samples.length;
            return samples.clone();
        }
        append(samples);
        return made(taken);
    }

    /** Where in the output a place of the input is heard. */
    public long heardAt(long input) {
        return Math.round(input / rate);
    }

    /**
     * Ends the stream: what was given then is as long as what was taken, over the rate. Afterwards
     * a new stream may begin.
     */
    public short[] flush() {
        long due = heardAt(taken) - given;
        short[] rest = new short[0];
        if (rate != 1 && due > 0) {
            int silence = (int) Math.ceil(4 * hop * Math.max(1, rate)) + 2 * search;
            append(new short[silence]);
            rest = Arrays.copyOf(made(taken + silence), (int) due);
        }
        window = new short[0];
        windowStart = 0;
        next = 0;
        hops = 0;
        taken = 0;
        given = 0;
        return rest;
    }

    /**
     * @param end of the input so far
     */
    private short[] made(long end) {
        short[] out = new short[0];
        while (true) {
            long wanted = Math.round(hops * hop * rate);
            long heard = Math.round((hops + 1) * hop * rate);
            if (Math.max(Math.max(wanted + search, next) + hop, heard) > end) {
                given += out.length;
                return out;
            }
            long from = hops == 0 ? 0 : likest(wanted);
            int before = out.length;
            out = Arrays.copyOf(out, before + hop);
            for (int i = 0; i < hop; i++) {
                double old = at(next + i);
                out[before + i] = (short) Math.round(old + rising[i] * (at(from + i) - old));
            }
            next = from + hop;
            hops++;
            forget();
        }
    }

    /** The place near the wanted one whose sound is most like what would have come next. */
    private long likest(long wanted) {
        long best = wanted;
        double most = 0;
        for (long from = Math.max(0, wanted - search); from <= wanted + search; from++) {
            double product = 0;
            double energy = 1;
            for (int i = 0; i < hop; i++) {
                double sample = at(from + i);
                product += at(next + i) * sample;
                energy += sample * sample;
            }
            double likeness = product / Math.sqrt(energy);
            if (likeness > most) {
                most = likeness;
                best = from;
            }
        }
        return best;
    }

    private short at(long input) {
        return window[(int) (input - windowStart)];
    }

    private void append(short[] samples) {
        int before = window.length;
        window = Arrays.copyOf(window, before + samples.length);
        System.arraycopy(samples, 0, window, before, samples.length);
    }

    private void forget() {
        long needed = Math.min(next, Math.round(hops * hop * rate) - search);
        int drop = (int) Math.clamp(needed - windowStart, 0, window.length);
        window = Arrays.copyOfRange(window, drop, window.length);
        windowStart += drop;
    }
}
