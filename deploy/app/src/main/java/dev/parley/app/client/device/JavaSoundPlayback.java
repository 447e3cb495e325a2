package dev.parley.app.client.device;

import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.SourceDataLine;
import org.jspecify.annotations.Nullable;

/**
 * A loudspeaker of Java Sound. The line's own count of frames goes on while it runs dry, so what is
 * unplayed is told by how full its buffer is.
 */
final class JavaSoundPlayback implements SoundCard.Playback {
    private final String name;
    private final SourceDataLine line;
    private final AudioFormat format;
    private final int rate;
    private @Nullable Resampler resampler;

    JavaSoundPlayback(String name, SourceDataLine line, int rate) {
        this.name = name;
        this.line = line;
        this.format = line.getFormat();
        this.rate = rate;
        this.resampler = resampler();
    }

    private @Nullable Resampler resampler() {
        int own = (int) format.getSampleRate();
        return own == rate ? null : new Resampler(rate, own);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int space() {
        return samples(Math.min(line.available(), line.getBufferSize()));
    }

    @Override
    public void write(short[] samples) {
        short[] own = resampler == null ? samples : resampler.accept(samples);
        byte[] bytes = Pcm.toBytes(onEachChannel(own, format.getChannels()));
        line.write(bytes, 0, bytes.length);
    }

    private static short[] onEachChannel(short[] mono, int channels) {
        if (channels == 1) {
            return mono;
        }
        short[] samples = new short[mono.length * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = mono[i / channels];
        }
        return samples;
    }

    @Override
    public int unplayed() {
        return samples(Math.max(0, line.getBufferSize() - line.available()));
    }

    private int samples(int bytes) {
        return (int) (bytes / format.getFrameSize() * (double) rate / format.getSampleRate());
    }

    @Override
    public void discard() {
        line.flush();
        resampler = resampler();
    }

    @Override
    public void close() {
        line.stop();
        line.close();
    }
}
