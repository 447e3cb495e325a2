package dev.parley.streams.audio;

import java.util.Arrays;

/**
 * Telephone sound and sound of other rates, cut as the input says: the first byte chooses the law
 * and the rates, the second how the rest is cut.
 */
public final class SoundFuzz {
    private static final int[] RATES = {8_000, 16_000, 24_000, 44_100};

    private SoundFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] sound = Arrays.copyOfRange(input, 2, input.length);
        G711 law = (input[0] & 1) == 0 ? G711.MU_LAW : G711.A_LAW;
        short[] linear = law.decode(sound);
        same(linear.length == sound.length);
        same(Arrays.equals(law.decode(law.encode(linear)), linear));
        byte[] even = Arrays.copyOf(sound, sound.length & ~1);
        short[] pcm = Pcm.toShorts(even);
        same(Arrays.equals(Pcm.toBytes(pcm), even));
        same(law.encode(pcm).length == pcm.length);
        int from = RATES[input[0] >> 1 & 3];
        int to = RATES[input[0] >> 3 & 3];
        resample(pcm, from, to, Math.max(1, input[1] & 0xff));
    }

    /** In pieces it must come out as in one. */
    private static void resample(short[] pcm, int from, int to, int piece) {
        Resampler whole = new Resampler(from, to);
        short[] expected = joined(whole.accept(pcm), whole.flush());
        Resampler cut = new Resampler(from, to);
        short[] made = new short[0];
        for (int at = 0; at < pcm.length; at += piece) {
            made =
                    joined(
                            made,
                            cut.accept(
                                    Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + piece))));
        }
        same(Arrays.equals(joined(made, cut.flush()), expected));
    }

    private static short[] joined(short[] one, short[] other) {
        short[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static void same(boolean so) {
        if (!so) {
            throw new AssertionError("sound that makes no sense");
        }
    }
}
