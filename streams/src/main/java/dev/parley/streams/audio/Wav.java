package dev.parley.streams.audio;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A recording: the samples of a RIFF/WAVE file, mixed down to one channel.
 *
 * @param sampleRate samples a second
 * @param mono the samples, shared and not copied
 */
public record Wav(int sampleRate, short[] mono) {
    /** The longest recording that {@link #read(InputStream)} takes: twenty minutes at 48 kHz. */
    public static final int MAX_SAMPLES = 20 * 60 * 48_000;

    private static final int MIN_RATE = 1_000;
    private static final int MAX_RATE = 384_000;
    private static final int MAX_CHANNELS = 8;
    private static final int MAX_CHUNKS = 1_000;

    /** Writers that can't seek back leave a data length of 0, of all ones, or of nearly 2 GiB. */
    private static final long UNKNOWN_LENGTH_FROM = 0x7FFF_0000L;

    /**
     * Reads integer PCM of 8, 16, 24 or 32 bits or floating point of 32 or 64 bits, of any usual
     * rate, with up to eight channels. A data length of 0 or of all ones, as streaming writers
     * leave it, means up to the end of the stream. No length in the file is trusted for an
     * allocation.
     *
     * @throws WavFormatException if it is none of that, cut short, or longer than {@link
     *     #MAX_SAMPLES}
     * @throws IOException if the stream fails
     */
    public static Wav read(InputStream in) throws IOException {
        return read(in, MAX_SAMPLES);
    }

    /**
     * As {@link #read(InputStream)}.
     *
     * @param maxSamples the longest recording taken, in samples of one channel
     */
    public static Wav read(InputStream in, int maxSamples) throws IOException {
        if (!"RIFF".equals(tag(in))) {
            throw new WavFormatException("no WAV file: it doesn't begin with RIFF");
        }
        skip(in, 4);
        if (!"WAVE".equals(tag(in))) {
            throw new WavFormatException("a RIFF file, but not of kind WAVE");
        }
        WavFormat format = null;
        for (int chunk = 0; chunk < MAX_CHUNKS; chunk++) {
            String tag = tag(in);
            long length = unsigned32(in);
            switch (tag) {
                case "fmt " -> format = formatChunk(in, length);
                case "data" -> {
                    if (format == null) {
                        throw new WavFormatException("samples come before their format");
                    }
                    return new Wav(format.sampleRate(), samples(in, length, format, maxSamples));
                }
                default -> skip(in, length + (length & 1));
            }
        }
        throw new WavFormatException("more than " + MAX_CHUNKS + " chunks before the samples");
    }

    public static Wav read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /** Writes a mono recording of 16 bits. */
    public static void write(Path file, int sampleRate, short[] samples) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, sampleRate, samples);
        }
    }

    /** Writes a mono recording of 16 bits and leaves the stream open. */
    public static void write(OutputStream out, int sampleRate, short[] samples) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        int bytes = Math.multiplyExact(samples.length, 2);
        header.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(sampleRate).putInt(sampleRate * 2).putShort((short) 2).putShort((short) 16);
        header.put(ascii("data")).putInt(bytes);
        out.write(header.array());
        out.write(Pcm.toBytes(samples));
        out.flush();
    }

    /** How long it lasts. */
    public long millis() {
        return mono.length * 1000L / sampleRate;
    }

    private static WavFormat formatChunk(InputStream in, long length) throws IOException {
        if (length < 16 || length > 1024) {
            throw new WavFormatException("a format chunk of " + length + " bytes");
        }
        byte[] chunk = exactly(in, (int) length);
        skip(in, length & 1);
        ByteBuffer fields = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int code = fields.getShort() & 0xFFFF;
        int channels = fields.getShort() & 0xFFFF;
        long rate = fields.getInt() & 0xFFFF_FFFFL;
        int blockAlign = fields.getShort(12) & 0xFFFF;
        int bits = fields.getShort(14) & 0xFFFF;
        if (code == 0xFFFE && length >= 26) {
            code = fields.getShort(24) & 0xFFFF;
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new WavFormatException(
                    channels + " channels; 1 to " + MAX_CHANNELS + " are read");
        }
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw new WavFormatException("a rate of " + rate + " Hz");
        }
        WavFormat format = new WavFormat((int) rate, channels, WavFormat.Encoding.of(code, bits));
        if (blockAlign != format.frameBytes()) {
            throw new WavFormatException(
                    "frames of " + blockAlign + " bytes where " + format.frameBytes() + " belong");
        }
        return format;
    }

    private static short[] samples(InputStream in, long length, WavFormat format, int maxSamples)
            throws IOException {
        boolean known = length != 0 && length < UNKNOWN_LENGTH_FROM;
        long maxBytes = (long) maxSamples * format.frameBytes();
        if (known && length > maxBytes) {
            throw new WavFormatException("more than " + maxSamples + " samples");
        }
        ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        byte[] frames = new byte[format.frameBytes() * 4096];
        long taken = 0;
        while (!known || taken < length) {
            int wanted = known ? (int) Math.min(frames.length, length - taken) : frames.length;
            int got = in.readNBytes(frames, 0, wanted);
            taken += got;
            if (taken > maxBytes) {
                throw new WavFormatException("more than " + maxSamples + " samples");
            }
            pcm.writeBytes(format.mixDown(frames, got / format.frameBytes()));
            if (got < wanted) {
                if (known) {
                    throw new WavFormatException(
                            "cut short: " + taken + " of " + length + " bytes of samples");
                }
                break;
            }
        }
        return Pcm.toShorts(pcm.toByteArray());
    }

    private static String tag(InputStream in) throws IOException {
        return new String(exactly(in, 4), StandardCharsets.ISO_8859_1);
    }

    private static long unsigned32(InputStream in) throws IOException {
        return ByteBuffer.wrap(exactly(in, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt()
                & 0xFFFF_FFFFL;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new WavFormatException("cut short before its samples");
        }
        return bytes;
    }

    private static void skip(InputStream in, long count) throws IOException {
        byte[] scratch = new byte[8192];
        long left = count;
        while (left > 0) {
            int got = in.readNBytes(scratch, 0, (int) Math.min(scratch.length, left));
            if (got == 0) {
                throw new WavFormatException("cut short before its samples");
            }
            left -= got;
        }
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}
