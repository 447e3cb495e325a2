package dev.parley.app.client;

import java.time.Duration;

/**
 * Keeps a session from hearing itself: what the microphone took up while the loudspeaker played,
 * and for a while after it, isn't listened to. Whoever wears a headset needs no such guard. Used by
 * one thread.
 */
final class EchoGuard {
    private final Loudspeaker loudspeaker;
    private final long tailNanos;
    private final boolean headset;
    private long soundedUntil;
    private boolean sounded;

    /**
     * @param tail how long the sound goes on in the device and in a room
     */
    EchoGuard(Loudspeaker loudspeaker, Duration tail, boolean headset) {
        this.loudspeaker = loudspeaker;
        this.tailNanos = tail.toNanos();
        this.headset = headset;
    }

    /**
     * Asked at least every few hundredths of a second.
     *
     * @param takenUpAt when the first of the sound at hand was in the air
     * @param now both by {@link System#nanoTime()}
     * @return whether it isn't to be listened to
     */
    boolean isDeafTo(long takenUpAt, long now) {
        if (headset) {
            return false;
        }
        if (loudspeaker.busyUntil() > now) {
            soundedUntil = now;
            sounded = true;
        }
        return sounded && takenUpAt < soundedUntil + tailNanos;
    }
}
