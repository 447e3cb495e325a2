package dev.parley.app.client;

import dev.parley.app.client.device.SoundCard;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a sound card's microphone hears, and silence instead of what isn't to be listened to.
 * A thread of its own reads the card.
 */
final class LiveMicrophone implements AutoCloseable {
    static final int RATE = RealtimeClient.REPLY_RATE;

    private static final int FRAME = RATE / 50;

    /** Told of each fiftieth of a second. */
    @FunctionalInterface
    interface Heard {
        /**
         * @param decibels how loud it is, see {@link Level}
         * @param deaf whether silence is sent in its stead
         */
        void frame(double decibels, boolean deaf);
    }

    private final RealtimeClient client;
    private final SoundCard.Recording recording;
    private final EchoGuard guard;
    private final Heard heard;
    private final Thread thread;
    private volatile boolean open = true;
    private volatile @Nullable IOException failure;

    private LiveMicrophone(
            RealtimeClient client, SoundCard.Recording recording, EchoGuard guard, Heard heard) {
        this.client = client;
        this.recording = recording;
        this.guard = guard;
        this.heard = heard;
        this.thread = Thread.ofPlatform().daemon().name("microphone").unstarted(this::send);
    }

    /**
     * @param recording at {@link #RATE}; stays the caller's to close
     */
    static LiveMicrophone open(
            RealtimeClient client, SoundCard.Recording recording, EchoGuard guard, Heard heard)
            throws IOException {
        client.declareInputRate(RATE);
        LiveMicrophone microphone = new LiveMicrophone(client, recording, guard, heard);
        microphone.thread.start();
        return microphone;
    }

    /** Why the device sends no more; null while it does. */
    @Nullable IOException failure() {
        return failure;
    }

    private void send() {
        short[] frame = new short[FRAME];
        while (open) {
            try {
                recording.read(frame);
            } catch (IOException e) {
                failure = e;
                return;
            }
            long now = System.nanoTime();
            long ago = (recording.waiting() + FRAME) * 1_000_000_000L / RATE;
            boolean deaf = guard.isDeafTo(now - ago, now);
            heard.frame(Level.decibels(frame), deaf);
            if (deaf) {
                Arrays.fill(frame, (short) 0);
            }
            try {
                client.append(frame);
            } catch (IOException e) {
                return; // the session is over, which is told where it happened
            }
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
