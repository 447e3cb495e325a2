package dev.parley.connectors.speech;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Sounds in which nobody speaks: 16 kHz mono. */
public final class Sounds {
    private static final int RATE = 16_000;

    private Sounds() {}

    public static Map<String, short[]> withoutWords(int seconds) {
        Map<String, short[]> sounds = new LinkedHashMap<>();
        sounds.put("silence", new short[seconds * RATE]);
        sounds.put("white noise", scaled(white(seconds * RATE, 1), 1_500));
        sounds.put("pink noise", scaled(pink(seconds * RATE, 2), 1_500));
        sounds.put("tone 440", tone(seconds, 8_000, 440));
        sounds.put("tone 1000", tone(seconds, 8_000, 1_000));
        sounds.put("hum", tone(seconds, 3_000, 50, 100, 150));
        return sounds;
    }

    /** The sum of sines of one amplitude. */
    public static short[] tone(int seconds, int amplitude, int... hertz) {
        short[] samples = new short[seconds * RATE];
        for (int i = 0; i < samples.length; i++) {
            double sum = 0;
            for (int each : hertz) {
                sum += Math.sin(2 * Math.PI * each * i / RATE);
            }
            samples[i] = (short) (amplitude * sum / hertz.length);
        }
        return samples;
    }

    /** Noise of the same power at every frequency, of standard deviation 1. */
    public static double[] white(int length, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[length];
        for (int i = 0; i < length; i++) {
            noise[i] = random.nextGaussian();
        }
        return noise;
    }

    /**
     * Noise whose power falls by 3 dB an octave, as in rooms and streets, of standard deviation 1
     * (Paul Kellet's filter, musicdsp.org/en/latest/Filters/76-pink-noise-filter.html).
     */
    public static double[] pink(int length, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[length];
        double b0 = 0;
        double b1 = 0;
        double b2 = 0;
        double power = 0;
        for (int i = 0; i < length; i++) {
            double white = random.nextGaussian();
            b0 = 0.99765 * b0 + white * 0.0990460;
            b1 = 0.96300 * b1 + white * 0.2965164;
            b2 = 0.57000 * b2 + white * 1.0526913;
            noise[i] = b0 + b1 + b2 + white * 0.1848;
            power += noise[i] * noise[i];
        }
        double deviation = Math.sqrt(power / length);
        for (int i = 0; i < length; i++) {
            noise[i] /= deviation;
        }
        return noise;
    }

    public static short[] scaled(double[] noise, double amplitude) {
        short[] samples = new short[noise.length];
        for (int i = 0; i < noise.length; i++) {
            samples[i] = clip(noise[i] * amplitude);
        }
        return samples;
    }

    public static short clip(double value) {
        return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
