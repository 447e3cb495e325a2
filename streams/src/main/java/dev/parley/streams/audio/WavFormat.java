package dev.parley.streams.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the frames of a WAV file are laid out. */
record WavFormat(int sampleRate, int channels, Encoding encoding) {
    int frameBytes() {
        return channels * encoding.bytes;
    }

    /**
     * @return 16-bit little-endian samples, the mean of the channels
     */
    byte[] mixDown(byte[] frames, int count) {
        ByteBuffer in = ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN);
        short[] mono = new short[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += encoding.next(in);
            }
            mono[i] = clip(sum / channels);
        }
        return Pcm.toBytes(mono);
    }

    private static short clip(double value) {
        return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** One sample's coding; values are given on the scale of 16 bits. */
    enum Encoding {
        UNSIGNED_8(1) {
            @Override
            double next(ByteBuffer in) {
                return ((in.get() & 0xFF) - 128) * 256.0;
            }
        },
        SIGNED_16(2) {
            @Override
            double next(ByteBuffer in) {
                return in.getShort();
            }
        },
        SIGNED_24(3) {
            @Override
            double next(ByteBuffer in) {
                int low = in.getShort() & 0xFFFF;
                return ((in.get() << 16) | low) / 256.0;
            }
        },
        SIGNED_32(4) {
            @Override
            double next(ByteBuffer in) {
                return in.getInt() / 65_536.0;
            }
        },
        FLOAT_32(4) {
            @Override
            double next(ByteBuffer in) {
                return in.getFloat() * 32_768.0;
            }
        },
        FLOAT_64(8) {
            @Override
            double next(ByteBuffer in) {
                return in.getDouble() * 32_768.0;
            }
        };

        private static final int PCM = 1;
        private static final int IEEE_FLOAT = 3;

        private final int bytes;

        Encoding(int bytes) {
            this.bytes = bytes;
        }

        abstract double next(ByteBuffer in);

        static Encoding of(int formatCode, int bits) throws WavFormatException {
            if (formatCode == PCM) {
                switch (bits) {
                    case 8:
                        return UNSIGNED_8;
                    case 16:
                        return SIGNED_16;
                    case 24:
                        return SIGNED_24;
                    case 32:
                        return SIGNED_32;
                    default:
                }
            } else if (formatCode == IEEE_FLOAT) {
                switch (bits) {
                    case 32:
                        return FLOAT_32;
                    case 64:
                        return FLOAT_64;
                    default:
                }
            }
            throw new WavFormatException(
                    "format " + formatCode + " of " + bits + " bits; only plain PCM is read");
        }
    }
}
