package dev.parley.connectors.speech;

import dev.parley.streams.hearing.VoiceActivityDetector;
import java.util.Arrays;

/**
 * Tells speech by arithmetic alone: no model, no native code. A frame is speech if it stands out of
 * the noise in several bands at once, the noise of each band being the least of the last second and
 * a half (minimum statistics, R. Martin 2001); speech begins only with something voiced, that is
 * periodic at 70 to 400 Hz and spread over more than one narrow peak, which tones, hum and noise
 * are not.
 */
public final class SpectralDetector implements VoiceActivityDetector {
    private final double onsetDecibels;
    private final double releaseDecibels;

    public SpectralDetector() {
        this(3.0, 1.8);
    }

    /**
     * @param onsetDecibels by how much the bands stand out of the noise, on average, as silence
     *     becomes speech
     * @param releaseDecibels below which speech becomes silence
     */
    public SpectralDetector(double onsetDecibels, double releaseDecibels) {
        this.onsetDecibels = onsetDecibels;
        this.releaseDecibels = releaseDecibels;
    }

    @Override
    public Ear open() {
        return new SpectralEar();
    }

    private final class SpectralEar implements Ear {
        private static final int FFT = 512;
        private static final double BIN_HERTZ = 16_000.0 / FFT;
        private static final int BANDS = 14;
        private static final double LOWEST_HERTZ = 150;
        private static final double HIGHEST_HERTZ = 5_500;

        /** Quieter than about -75 dBFS is silence whatever the noise. */
        private static final double LEAST_POWER = 30;

        private static final int MEMORY_FRAMES = 75;
        private static final double NOISE_BIAS = 1.6;
        private static final int HANGOVER_FRAMES = 5;
        private static final int VOICED_FRAMES = 3;

        private final double[] window = new double[FFT];
        private final double[] samples = new double[FFT];
        private final double[] real = new double[FFT];
        private final double[] imaginary = new double[FFT];
        private final double[] smoothed = new double[BANDS];
        private final double[][] memory = new double[MEMORY_FRAMES][BANDS];
        private final int[] edges = new int[BANDS + 1];
        private long frames;
        private int voiced;
        private int hangover;
        private boolean speech;

        SpectralEar() {
            for (int i = 0; i < FFT; i++) {
                window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FFT - 1));
            }
            double step = Math.pow(HIGHEST_HERTZ / LOWEST_HERTZ, 1.0 / BANDS);
            for (int band = 0; band <= BANDS; band++) {
                int bin = (int) Math.round(LOWEST_HERTZ * Math.pow(step, band) / BIN_HERTZ);
                edges[band] = band == 0 ? bin : Math.max(bin, edges[band - 1] + 1);
            }
        }

        @Override
        public boolean isSpeech(short[] frame) {
            System.arraycopy(samples, frame.length, samples, 0, FFT - frame.length);
            for (int i = 0; i < frame.length; i++) {
                samples[FFT - frame.length + i] = frame[i];
            }
            double standsOut = standsOut();
            voiced = Math.clamp(voiced + (standsOut > onsetDecibels && isVoiced() ? 1 : -1), 0, 6);
            if (speech) {
                hangover = standsOut > releaseDecibels ? HANGOVER_FRAMES : hangover - 1;
                speech = hangover > 0;
            } else if (voiced >= VOICED_FRAMES) {
                speech = true;
                hangover = HANGOVER_FRAMES;
            }
            return speech;
        }

        /** Mean over the bands, in decibels, of what is above the noise. */
        private double standsOut() {
            for (int i = 0; i < FFT; i++) {
                real[i] = samples[i] * window[i];
            }
            Arrays.fill(imaginary, 0);
            Fourier.transform(real, imaginary);
            double[] now = memory[(int) (frames % MEMORY_FRAMES)];
            double sum = 0;
            for (int band = 0; band < BANDS; band++) {
                double power = 0;
                for (int bin = edges[band]; bin < edges[band + 1]; bin++) {
                    power += real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
                }
                power /= (edges[band + 1] - edges[band]) * (double) FFT;
                smoothed[band] = frames == 0 ? power : 0.6 * smoothed[band] + 0.4 * power;
                now[band] = smoothed[band];
                double ratio = smoothed[band] / noise(band);
                sum += Math.clamp(10 * Math.log10(Math.max(ratio, 1e-3)), 0, 20);
            }
            frames++;
            return sum / BANDS;
        }

        private double noise(int band) {
            double least = Double.MAX_VALUE;
            for (int i = 0; i < Math.min(frames + 1, MEMORY_FRAMES); i++) {
                least = Math.min(least, memory[i][band]);
            }
            return Math.max(LEAST_POWER, NOISE_BIAS * least);
        }

        private boolean isVoiced() {
            double total = 0;
            double peak = 0;
            double before = 0;
            for (int bin = edges[0]; bin < edges[BANDS]; bin++) {
                double power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
                total += power;
                double next =
                        real[bin + 1] * real[bin + 1] + imaginary[bin + 1] * imaginary[bin + 1];
                peak = Math.max(peak, before + power + next);
                before = power;
            }
            return peak < 0.9 * total && periodicity() > 0.45;
        }

        /** The greatest normalised autocorrelation at the lags of a voice's pitch. */
        private double periodicity() {
            double best = 0;
            for (int lag = 16_000 / 400; lag <= 16_000 / 70; lag++) {
                double product = 0;
                double first = 0;
                double second = 0;
                for (int i = 0; i < FFT - lag; i += 2) {
                    product += samples[i] * samples[i + lag];
                    first += samples[i] * samples[i];
                    second += samples[i + lag] * samples[i + lag];
                }
                best = Math.max(best, product / Math.sqrt(first * second + 1));
            }
            return best;
        }
    }
}
