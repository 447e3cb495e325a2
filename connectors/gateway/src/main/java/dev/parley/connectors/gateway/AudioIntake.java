package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.audio.Resampler;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a client's sound to 16 kHz and writes it to {@code audio.in} in pieces of 60 ms. Used by
 * one thread.
 */
final class AudioIntake {
    private static final int RATE = 16_000;
    private static final int PIECE = RATE * 60 / 1000;
    private static final int SAMPLES_PER_MILLI = RATE / 1000;

    private final SessionWriter log;
    private final Consumer<SoundCursor> acknowledged;
    private final short[] piece = new short[PIECE];
    private int filled;
    private long samples;
    private long sequence;
    private int rate;
    private Resampler resampler;
    private Audio.@Nullable Detection detection;
    private boolean streaming;
    private long uncommitted;

    /**
     * @param rate samples a second of the client's sound
     * @param from where the session's sound goes on
     * @param acknowledged told on any thread how far the sound can't be lost any more
     */
    AudioIntake(SessionWriter log, int rate, SoundCursor from, Consumer<SoundCursor> acknowledged) {
        this.log = log;
        this.rate = rate;
        this.samples = from.samples();
        this.sequence = from.sequence();
        this.streaming = used();
        this.acknowledged = acknowledged;
        this.resampler = new Resampler(rate, RATE);
    }

    /** Changes the rate of what comes from now on. */
    void rate(int newRate, Instant at) {
        if (newRate != rate) {
            take(resampler.flush(), at);
            rate = newRate;
            resampler = new Resampler(newRate, RATE);
        }
    }

    /**
     * @param sound in the rate at hand
     */
    void accept(short[] sound, Instant at) {
        if (sound.length > 0) {
            streaming = true;
            uncommitted += sound.length;
            take(resampler.accept(sound), at);
        }
    }

    /** Has what comes from now on heard in another way. */
    void detection(Audio.@Nullable Detection wanted, Instant at) {
        if (!Objects.equals(wanted, detection)) {
            if (filled > 0) {
                writePiece(at);
            }
            detection = wanted;
        }
    }

    /** Whether sound came since the last stall, or may have come over an earlier connection. */
    boolean streaming() {
        return streaming;
    }

    /** How much sound came since the last commit. */
    long uncommittedMillis() {
        return (uncommitted * 1000 + rate - 1) / rate;
    }

    /** Whether any sound ever came. */
    boolean used() {
        return streaming || sequence > 0;
    }

    /** Forgets the sound that is not written yet, and has what was taken back. */
    void clear(Instant at) {
        resampler = new Resampler(rate, RATE);
        filled = 0;
        if (uncommitted > 0) {
            append(new Audio.Cleared(sequence, millis()), 0, at);
        }
        uncommitted = 0;
    }

    /** Says that no more sound comes for now. */
    void stall(boolean committed, Instant at) {
        take(resampler.flush(), at);
        if (filled > 0) {
            writePiece(at);
        }
        append(new Audio.Stalled(sequence, millis(), committed), 0, at);
        streaming = false;
        if (committed) {
            uncommitted = 0;
        }
    }

    /** The client is gone: what it said last is kept. */
    void end(Instant at) {
        if (streaming) {
            stall(false, at);
        }
    }

    private void take(short[] sound, Instant at) {
        int taken = 0;
        while (taken < sound.length) {
            int count = Math.min(PIECE - filled, sound.length - taken);
            System.arraycopy(sound, taken, piece, filled, count);
            filled += count;
            taken += count;
            if (filled == PIECE) {
                writePiece(at);
            }
        }
    }

    private void writePiece(Instant at) {
        byte[] pcm = Pcm.toBytes(Arrays.copyOf(piece, filled));
        append(new Audio.Frames(sequence, millis(), Personal.of(pcm), detection), filled, at);
        filled = 0;
    }

    private void append(Audio sound, int length, Instant at) {
        sequence++;
        samples += length;
        SoundCursor written = new SoundCursor(samples, sequence);
        log.write(Topics.AUDIO_IN, sound, at, () -> acknowledged.accept(written));
    }

    /** How much sound of the session is in the log. */
    long millis() {
        return samples / SAMPLES_PER_MILLI;
    }
}
