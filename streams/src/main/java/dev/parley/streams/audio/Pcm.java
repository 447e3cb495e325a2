package dev.parley.streams.audio;

/** Samples as little-endian bytes, two a sample, which is how they travel. */
public final class Pcm {
    private Pcm() {}

    public static byte[] toBytes(short[] samples) {
        byte[] bytes = new byte[samples.length * 2];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return bytes;
    }

    /**
     * @throws IllegalArgumentException if the bytes end in the middle of a sample
     */
    public static short[] toShorts(byte[] bytes) {
        if (bytes.length % 2 != 0) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes are no whole number of 16-bit samples");
        }
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8));
        }
        return samples;
    }
}
