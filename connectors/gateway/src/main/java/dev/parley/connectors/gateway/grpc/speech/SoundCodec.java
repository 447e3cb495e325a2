package dev.parley.connectors.gateway.grpc.speech;

import dev.parley.schemas.grpc.v1.SoundFormat;
import dev.parley.streams.audio.G711;
import dev.parley.streams.audio.Pcm;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stream's sound is in.
 *
 * @param law of G.711; null for 16-bit little-endian PCM
 * @param rate samples a second
 */
record SoundCodec(@Nullable G711 law, int rate) {
    private static final int DEFAULT_RATE = 24_000;
    private static final Set<Integer> RATES = Set.of(24_000, 16_000, 8_000);

    /**
     * @throws WrongRequestException if there is no such format
     */
    static SoundCodec of(SoundFormat format) throws WrongRequestException {
        int rate = format.getRate();
        return switch (format.getEncoding()) {
            case ENCODING_UNSPECIFIED, ENCODING_PCM16 -> {
                if (rate != 0 && !RATES.contains(rate)) {
                    throw new WrongRequestException("PCM has a rate of 24000, 16000 or 8000 here.");
                }
                yield new SoundCodec(null, rate == 0 ? DEFAULT_RATE : rate);
            }
            case ENCODING_MU_LAW -> new SoundCodec(G711.MU_LAW, telephone(rate));
            case ENCODING_A_LAW -> new SoundCodec(G711.A_LAW, telephone(rate));
            case UNRECOGNIZED -> throw new WrongRequestException("There is no such encoding here.");
        };
    }

    private static int telephone(int rate) throws WrongRequestException {
        if (rate != 0 && rate != G711.SAMPLE_RATE) {
            throw new WrongRequestException("G.711 has a rate of 8000.");
        }
        return G711.SAMPLE_RATE;
    }

    /**
     * @throws WrongRequestException if the bytes end in the middle of a sample
     */
    short[] decode(byte[] sound) throws WrongRequestException {
        if (law != null) {
            return law.decode(sound);
        }
        if (sound.length % 2 != 0) {
            throw new WrongRequestException("16-bit sound has an even number of bytes.");
        }
        return Pcm.toShorts(sound);
    }

    byte[] encode(short[] samples) {
        return law == null ? Pcm.toBytes(samples) : law.encode(samples);
    }
}
