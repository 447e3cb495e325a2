package dev.parley.streams.audio;

import java.util.Arrays;

/**
 * Changes the rate of one stream of sound, piece by piece; how it is cut into pieces makes no
 * difference to what comes out. Used by one thread at a time.
 *
 * <p>Band-limited interpolation by a Kaiser-windowed sinc (J. O. Smith, "Digital Audio Resampling",
 * ccrma.stanford.edu/~jos/resample): flat to about nine tenths of the lower Nyquist frequency, what
 * would fold back is some 80 dB down. It looks ahead by {@value #ZERO_CROSSINGS} samples of the
 * lower rate (about 1 ms), which {@link #flush} brings out.
 */
public final class Resampler {
    private static final int ZERO_CROSSINGS = 24;
    private static final int STEPS = 512;
    private static final double ROLL_OFF = 0.945;
    private static final double KAISER_BETA = 8.5;
    private static final float[] KERNEL = kernel();

    private final int from;
    private final int to;

    /** How far the kernel reaches to each side, in samples of the input. */
    private final int reach;

    private final double scale;

    private short[] window;
    private int windowLength;

    /** Index, in the whole input, of the window's first sample. */
    private long windowStart;

    private long produced;

    /**
     * @param from samples a second of what goes in
     * @param to samples a second of what comes out
     */
    public Resampler(int from, int to) {
        if (from <= 0 || to <= 0) {
            throw new IllegalArgumentException("rates must be positive: " + from + " to " + to);
        }
        this.from = from;
        this.to = to;
        this.scale = ROLL_OFF * Math.min(1.0, (double) to / from);
        this.reach = (int) Math.ceil(ZERO_CROSSINGS / scale);
        this.window = new short[4 * reach];
        begin();
    }

    /** Changes the rate of a whole recording. */
    public static short[] convert(short[] samples, int from, int to) {
        if (from == to) {
            return samples.clone();
        }
        Resampler resampler = new Resampler(from, to);
        short[] most = resampler.accept(samples);
        short[] rest = resampler.flush();
        short[] all = Arrays.copyOf(most, most.length + rest.length);
        System.arraycopy(rest, 0, all, most.length, rest.length);
        return all;
    }

    /**
     * Takes the next samples.
     *
     * @return what can be made by now; may be empty
     */
    public short[] accept(short[] samples) {
        if (from == to) {
            return samples.clone();
        }
        append(samples, samples.length);
        long taken = windowStart + windowLength;
        return produce(lastBefore(taken - reach));
    }

    /**
     * Ends the stream; what was taken and what was given then last the same time to within a
     * sample. Afterwards a new stream may begin.
     */
    public short[] flush() {
        if (from == to) {
            return new short[0];
        }
        long end = windowStart + windowLength;
        append(new short[reach + 1], reach + 1);
        short[] rest = produce(lastBefore(end));
        begin();
        return rest;
    }

    private void begin() {
        Arrays.fill(window, (short) 0);
        windowLength = reach;
        windowStart = -reach;
        produced = 0;
    }

    /** How many outputs stand before a point of the input. */
    private long lastBefore(long input) {
        return input <= 0 ? 0 : Math.ceilDiv(Math.multiplyExact(input, (long) to), (long) from);
    }

    private short[] produce(long until) {
        short[] out = new short[(int) Math.max(0, until - produced)];
        for (int i = 0; i < out.length; i++, produced++) {
            long position = produced * from;
            long whole = position / to;
            out[i] = at((int) (whole - windowStart), (double) (position % to) / to);
        }
        forget();
        return out;
    }

    private short at(int centre, double fraction) {
        double sum = 0;
        for (int i = centre - reach + 1; i <= centre + reach; i++) {
            if (window[i] != 0) {
                sum += window[i] * weight(Math.abs(i - centre - fraction) * scale);
            }
        }
        return (short) Math.clamp(Math.round(sum * scale), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static double weight(double zeroCrossings) {
        double place = zeroCrossings * STEPS;
        int below = (int) place;
        if (below >= ZERO_CROSSINGS * STEPS) {
            return 0;
        }
        return KERNEL[below] + (place - below) * (KERNEL[below + 1] - KERNEL[below]);
    }

    private void append(short[] samples, int count) {
        if (windowLength + count > window.length) {
            window = Arrays.copyOf(window, Math.max(window.length * 2, windowLength + count));
        }
        System.arraycopy(samples, 0, window, windowLength, count);
        windowLength += count;
    }

    private void forget() {
        int drop = (int) (produced * from / to - reach - windowStart);
        if (drop > 0) {
            windowLength -= drop;
            System.arraycopy(window, drop, window, 0, windowLength);
            windowStart += drop;
        }
    }

    private static float[] kernel() {
        float[] kernel = new float[ZERO_CROSSINGS * STEPS + 1];
        double norm = bessel(KAISER_BETA);
        for (int i = 0; i < kernel.length; i++) {
            double x = (double) i / STEPS;
            double sinc = i == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
            double edge = x / ZERO_CROSSINGS;
            kernel[i] = (float) (sinc * bessel(KAISER_BETA * Math.sqrt(1 - edge * edge)) / norm);
        }
        return kernel;
    }

    /** The modified Bessel function of the first kind and order zero, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
