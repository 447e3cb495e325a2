package dev.parley.connectors.speech;

/** The fast Fourier transform, in place, of a length that is a power of two (Cooley and Tukey). */
final class Fourier {
    private Fourier() {}

    static void transform(double[] real, double[] imaginary) {
        int length = real.length;
        for (int i = 1, j = 0; i < length; i++) {
            int bit = length >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int size = 2; size <= length; size <<= 1) {
            double angle = -2 * Math.PI / size;
            double stepReal = Math.cos(angle);
            double stepImaginary = Math.sin(angle);
            for (int start = 0; start < length; start += size) {
                double turnReal = 1;
                double turnImaginary = 0;
                for (int i = start; i < start + size / 2; i++) {
                    int k = i + size / 2;
                    double r = real[k] * turnReal - imaginary[k] * turnImaginary;
                    double m = real[k] * turnImaginary + imaginary[k] * turnReal;
                    real[k] = real[i] - r;
                    imaginary[k] = imaginary[i] - m;
                    real[i] += r;
                    imaginary[i] += m;
                    double next = turnReal * stepReal - turnImaginary * stepImaginary;
                    turnImaginary = turnReal * stepImaginary + turnImaginary * stepReal;
                    turnReal = next;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double held = values[i];
        values[i] = values[j];
        values[j] = held;
    }
}
