package dev.parley.app.client;

import dev.parley.app.client.device.NoSoundDeviceException;
import dev.parley.app.client.device.SoundCard;
import dev.parley.app.client.device.SoundDevice;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A sound card in a room: what its loudspeaker plays comes back into its microphone, as loud as it
 * was. Plays and records in real time, at 24 kHz.
 */
final class FakeSoundCard implements SoundCard {
    private static final int RATE = 24_000;
    private static final int SECONDS = 60;
    private static final int BUFFER = RATE / 10;

    /** What the device and the way through the room take. */
    private static final int DELAY = RATE / 20;

    private final long begun = System.nanoTime();
    private final short[] spoken = new short[RATE * SECONDS];
    private final short[] played = new short[RATE * SECONDS];
    private int nextPlayed;
    private volatile boolean closed;

    private int now() {
        return (int) ((System.nanoTime() - begun) * RATE / 1_000_000_000L);
    }

    /** Somebody speaks into the microphone from now on. */
    synchronized void speak(short[] samples) {
        System.arraycopy(samples, 0, spoken, now() + RATE / 50, samples.length);
    }

    /** Everything that was really played up to now. */
    synchronized int playedSamples() {
        int count = 0;
        int until = now();
        for (int i = 0; i < until; i++) {
            count += played[i] != 0 ? 1 : 0;
        }
        return count;
    }

    void unplug() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public List<SoundDevice> devices() {
        return List.of(
                new SoundDevice("Desk", "a desk's", true, true),
                new SoundDevice("Ceiling", "a room's", false, true));
    }

    @Override
    public Recording record(@Nullable String name, int rate) throws NoSoundDeviceException {
        if (name != null && !"desk".equals(name)) {
            throw new NoSoundDeviceException("No microphone is called “" + name + "”.");
        }
        return new Recording() {
            private int next = now();

            @Override
            public String name() {
                return "Desk";
            }

            @Override
            public void read(short[] samples) throws IOException {
                while (now() < next + samples.length) {
                    LockSupport.parkNanos(1_000_000);
                }
                synchronized (FakeSoundCard.this) {
                    if (closed) {
                        throw new IOException("closed");
                    }
                    for (int i = 0; i < samples.length; i++, next++) {
                        int echo = next >= DELAY ? played[next - DELAY] : 0;
                        samples[i] = (short) (spoken[next] + echo);
                    }
                }
            }

            @Override
            public int waiting() {
                return Math.max(0, now() - next);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public Playback play(@Nullable String name, int rate) {
        return new Playback() {
            @Override
            public String name() {
                return "Desk";
            }

            @Override
            public int space() {
                return BUFFER - unplayed();
            }

            @Override
            public void write(short[] samples) {
                synchronized (FakeSoundCard.this) {
                    int from = Math.max(now(), nextPlayed);
                    System.arraycopy(samples, 0, played, from, samples.length);
                    nextPlayed = from + samples.length;
                }
            }

            @Override
            public int unplayed() {
                synchronized (FakeSoundCard.this) {
                    return Math.max(0, nextPlayed - now());
                }
            }

            @Override
            public void discard() {
                synchronized (FakeSoundCard.this) {
                    for (int i = now(); i < nextPlayed; i++) {
                        played[i] = 0;
                    }
                    nextPlayed = now();
                }
            }

            @Override
            public void close() {}
        };
    }
}
