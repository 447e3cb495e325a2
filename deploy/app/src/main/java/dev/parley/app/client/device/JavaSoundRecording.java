package dev.parley.app.client.device;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import java.io.IOException;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.TargetDataLine;
import org.jspecify.annotations.Nullable;

/** A microphone of Java Sound. */
final class JavaSoundRecording implements SoundCard.Recording {
    private static final int PIECE_MILLIS = 20;

    private final String name;
    private final TargetDataLine line;
    private final AudioFormat format;
    private final @Nullable Resampler resampler;
    private final byte[] piece;
    private final double samplesPerFrame;
    private short[] left = new short[0];

    JavaSoundRecording(String name, TargetDataLine line, int rate) {
        this.name = name;
        this.line = line;
        this.format = line.getFormat();
        int own = (int) format.getSampleRate();
        this.resampler = own == rate ? null : new Resampler(own, rate);
        this.piece = new byte[own * PIECE_MILLIS / 1000 * format.getFrameSize()];
        this.samplesPerFrame = (double) rate / own;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void read(short[] samples) throws IOException {
        int filled = 0;
        while (filled < samples.length) {
            if (left.length == 0) {
                left = next();
            }
            int count = Math.min(left.length, samples.length - filled);
            System.arraycopy(left, 0, samples, filled, count);
            left = Arrays.copyOfRange(left, count, left.length);
            filled += count;
        }
    }

    private short[] next() throws IOException {
        int count = line.read(piece, 0, piece.length);
        if (count < piece.length) {
            throw new IOException("the microphone is gone");
        }
        short[] mono = mono(Pcm.toShorts(piece), format.getChannels());
        return resampler == null ? mono : resampler.accept(mono);
    }

    private static short[] mono(short[] samples, int channels) {
        if (channels == 1) {
            return samples;
        }
        short[] mono = new short[samples.length / channels];
        for (int i = 0; i < mono.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            mono[i] = (short) (sum / channels);
        }
        return mono;
    }

    @Override
    public int waiting() {
        return left.length + (int) (line.available() / format.getFrameSize() * samplesPerFrame);
    }

    @Override
    public void close() {
        line.stop();
        line.close();
    }
}
