package dev.parley.connectors.speech;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.audio.WavFormatException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sound while it comes in: a RIFF/WAVE file of 16-bit PCM with one or two channels, or such samples
 * without a header (little-endian, one channel), becomes mono at {@link
 * SpeechSynthesizer#SAMPLE_RATE} piece by piece. A data length of 0 or of nearly 2 GiB or more, as
 * streaming writers leave it, means up to the end. Used by one thread at a time.
 */
final class StreamedSound {
    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final long UNKNOWN_LENGTH_FROM = 0x7FFF_0000L;
    private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);

    private final int headerlessRate;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private byte[] halfFrame = {};
    private @Nullable Format format;
    private long taken;

    /**
     * @param length of the data in bytes; -1 if unknown
     */
    private record Format(int channels, long length, Resampler resampler) {
        int frameBytes() {
            return channels * 2;
        }
    }

    /**
     * @param headerlessRate samples a second of sound without a header; 0 if there must be one
     */
    StreamedSound(int headerlessRate) {
        this.headerlessRate = headerlessRate;
    }

    /**
     * Takes the next bytes, however they are cut.
     *
     * @return the samples that can be made by now; may be empty
     * @throws WavFormatException if this is no such sound
     */
    short[] accept(byte[] bytes) throws WavFormatException {
        Format known = format;
        if (known != null) {
            return samples(known, bytes);
        }
        header.writeBytes(bytes);
        byte[] begin = header.toByteArray();
        if (begin.length < RIFF.length) {
            return new short[0];
        }
        if (!Arrays.equals(begin, 0, RIFF.length, RIFF, 0, RIFF.length)) {
            if (headerlessRate == 0) {
                throw new WavFormatException("no sound: it doesn't begin with RIFF");
            }
            known = new Format(1, -1, resampler(headerlessRate));
            format = known;
            return samples(known, begin);
        }
        int data = readHeader(begin);
        known = format;
        return known == null
                ? new short[0]
                : samples(known, Arrays.copyOfRange(begin, data, begin.length));
    }

    /**
     * @return the last samples
     * @throws WavFormatException if the sound was cut short, or there was none
     */
    short[] end() throws WavFormatException {
        Format known = format;
        if (known == null || taken == 0) {
            throw new WavFormatException("no sound: cut short before its samples");
        }
        if (halfFrame.length > 0 || taken < known.length()) {
            throw new WavFormatException("cut short after " + taken + " bytes of samples");
        }
        return known.resampler().flush();
    }

    private short[] samples(Format known, byte[] bytes) {
        int wanted = bytes.length;
        if (known.length() >= 0) {
            wanted = (int) Math.min(wanted, known.length() - taken);
        }
        taken += wanted;
        byte[] all = Arrays.copyOf(halfFrame, halfFrame.length + wanted);
        System.arraycopy(bytes, 0, all, halfFrame.length, wanted);
        int whole = all.length - all.length % known.frameBytes();
        halfFrame = Arrays.copyOfRange(all, whole, all.length);
        short[] samples = Pcm.toShorts(Arrays.copyOf(all, whole));
        return known.resampler().accept(known.channels() == 1 ? samples : mixedDown(samples));
    }

    /**
     * @return where the samples begin; -1 if that can't be said yet
     */
    private int readHeader(byte[] begin) throws WavFormatException {
        ByteBuffer file = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
        long at = 12;
        int rate = 0;
        int channels = 0;
        while (at + 8 <= begin.length) {
            String tag = new String(begin, (int) at, 4, StandardCharsets.ISO_8859_1);
            long length = file.getInt((int) at + 4) & 0xFFFF_FFFFL;
            int body = (int) at + 8;
            if (tag.equals("data")) {
                if (rate == 0) {
                    throw new WavFormatException("samples come before their format");
                }
                boolean unknown = length == 0 || length >= UNKNOWN_LENGTH_FROM;
                format = new Format(channels, unknown ? -1 : length, resampler(rate));
                return body;
            }
            if (tag.equals("fmt ") && body + 16 <= begin.length) {
                int code = file.getShort(body) & 0xFFFF;
                channels = file.getShort(body + 2) & 0xFFFF;
                rate = file.getInt(body + 4);
                int bits = file.getShort(body + 14) & 0xFFFF;
                if ((code != 1 && code != 0xFFFE) || bits != 16 || channels < 1 || channels > 2) {
                    throw new WavFormatException("no 16-bit PCM of one or two channels");
                }
            }
            at = body + length + (length & 1);
            if (at > MAX_HEADER_BYTES) {
                break;
            }
        }
        if (begin.length > MAX_HEADER_BYTES || at > MAX_HEADER_BYTES) {
            throw new WavFormatException("no samples within " + MAX_HEADER_BYTES + " bytes");
        }
        return -1;
    }

    private static Resampler resampler(int rate) throws WavFormatException {
        if (rate < 4_000 || rate > 192_000) {
            throw new WavFormatException("a rate of " + rate + " Hz");
        }
        return new Resampler(rate, SpeechSynthesizer.SAMPLE_RATE);
    }

    private static short[] mixedDown(short[] stereo) {
        short[] mono = new short[stereo.length / 2];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (short) ((stereo[2 * i] + stereo[2 * i + 1]) / 2);
        }
        return mono;
    }
}
