package dev.parley.streams.audio;

/**
 * The telephone's two companding laws, one byte a sample at 8 kHz: ITU-T Recommendation G.711
 * (11/88), whose A-law and μ-law tables these formulas give, both with the bits inverted as they
 * are sent. Linear samples are 16-bit.
 */
public enum G711 {
    /** Of North America and Japan. */
    MU_LAW {
        @Override
        short decode(byte code) {
            int bits = ~code & 0xff;
            int magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits & 0x70) >> 4)) - BIAS;
            return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
        }

        @Override
        byte encode(short sample) {
            int sign = sample < 0 ? 0x80 : 0;
            int magnitude = Math.min(Math.abs((int) sample), CLIP) + BIAS;
            int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
            int step = (magnitude >> (segment + 3)) & 0x0f;
            return (byte) ~(sign | (segment << 4) | step);
        }
    },

    /** Of the rest of the world. */
    A_LAW {
        @Override
        short decode(byte code) {
            int bits = (code & 0xff) ^ EVEN_BITS;
            int segment = (bits & 0x70) >> 4;
            int magnitude = ((bits & 0x0f) << 4) + 8;
            if (segment > 0) {
                magnitude = (magnitude + 0x100) << (segment - 1);
            }
            return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
        }

        @Override
        byte encode(short sample) {
            int sign = sample >= 0 ? 0x80 : 0;
            int magnitude = (sample >= 0 ? sample : ~sample) >> 4;
            int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
            int step = segment < 2 ? magnitude & 0x0f : (magnitude >> (segment - 1)) & 0x0f;
            return (byte) ((sign | (segment << 4) | step) ^ EVEN_BITS);
        }
    };

    /** Samples a second. */
    public static final int SAMPLE_RATE = 8000;

    private static final int BIAS = 0x84;
    private static final int CLIP = 32_635;
    private static final int EVEN_BITS = 0x55;

    abstract short decode(byte code);

    abstract byte encode(short sample);

    public short[] decode(byte[] codes) {
        short[] samples = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            samples[i] = decode(codes[i]);
        }
        return samples;
    }

    public byte[] encode(short[] samples) {
        byte[] codes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            codes[i] = encode(samples[i]);
        }
        return codes;
    }
}
