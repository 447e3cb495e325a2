package dev.parley.app.client;

import dev.parley.streams.audio.Pcm;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A reply as a client hears it, while it comes and after. Used by one thread. */
public final class SpokenReply {
    private final String id;
    private final StringBuilder words = new StringBuilder();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private long firstSoundAt;
    private @Nullable String status;
    private boolean cancelledWhilePlayed;
    private int soundsAfterItsEnd;
    private Received.@Nullable PlaybackEnded playback;

    SpokenReply(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** What is said, in writing. */
    public String words() {
        return words.toString().strip();
    }

    /** The samples that arrived: 24 kHz mono. */
    public short[] sound() {
        return Pcm.toShorts(sound.toByteArray());
    }

    /** How long what arrived takes to play. */
    public long soundMillis() {
        return sound.size() / 2 * 1000L / RealtimeClient.REPLY_RATE;
    }

    public boolean hasSound() {
        return sound.size() > 0;
    }

    /** When the first sound arrived, by {@link System#nanoTime()}; 0 if none did. */
    public long firstSoundAt() {
        return firstSoundAt;
    }

    /** What the server said at its end, such as {@code completed}; null before. */
    public @Nullable String status() {
        return status;
    }

    /** Whether the server stopped it: while it was still coming, or what was left to be played. */
    public boolean isCancelled() {
        return "cancelled".equals(status) || cancelledWhilePlayed;
    }

    public boolean isFailed() {
        return "failed".equals(status);
    }

    /** How many pieces of sound came after the server had said that it ended. */
    public int soundsAfterItsEnd() {
        return soundsAfterItsEnd;
    }

    /** How its playback ended; null before. */
    public Received.@Nullable PlaybackEnded playback() {
        return playback;
    }

    /** Whether the server has ended it and all of it was heard. */
    public boolean isHeardToItsEnd() {
        return "completed".equals(status) && playback != null && playback.complete();
    }

    /** Whether nothing more is to be expected of it. */
    public boolean isOver() {
        return status != null && (playback != null || !hasSound());
    }

    void said(String delta) {
        words.append(delta);
    }

    void sounded(byte[] pcm, long atNanos) {
        if (status != null) {
            soundsAfterItsEnd++;
        }
        if (!hasSound()) {
            firstSoundAt = atNanos;
        }
        sound.writeBytes(pcm);
    }

    void ended(String withStatus) {
        status = withStatus;
    }

    void cancelledWhilePlayed() {
        cancelledWhilePlayed = true;
    }

    void played(Received.PlaybackEnded ended) {
        playback = ended;
    }
}
