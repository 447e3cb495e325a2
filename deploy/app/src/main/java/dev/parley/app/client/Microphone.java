package dev.parley.app.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A live microphone: sends a frame of {@value #FRAME_MILLIS} ms every {@value #FRAME_MILLIS} ms
 * from the moment it is opened, of what was given to it to say, else of silence. Late frames are
 * sent as soon as possible, so that the pace is kept on the whole. Safe for use by many threads.
 */
public final class Microphone implements AutoCloseable {
    static final int FRAME_MILLIS = 20;

    private static final long FRAME_NANOS = FRAME_MILLIS * 1_000_000L;

    private record Saying(short[] samples, CompletableFuture<Long> said) {}

    private final RealtimeClient client;
    private final int frameSamples;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Saying> sayings = new ArrayDeque<>();
    private final Thread thread;
    private int position;
    private volatile boolean open = true;

    private Microphone(RealtimeClient client, int rate) {
        this.client = client;
        this.frameSamples = rate * FRAME_MILLIS / 1000;
        this.thread = Thread.ofVirtual().name("microphone").unstarted(this::send);
    }

    /**
     * @param rate samples a second, as declared to the server
     */
    public static Microphone open(RealtimeClient client, int rate) throws IOException {
        client.declareInputRate(rate);
        Microphone microphone = new Microphone(client, rate);
        microphone.thread.start();
        return microphone;
    }

    /**
     * Says something, after what is still being said.
     *
     * @param samples at the microphone's rate
     * @return done when the last of it was sent, with that moment by {@link System#nanoTime()};
     *     fails with an {@link IOException} if the session is closed before
     */
    public CompletableFuture<Long> say(short[] samples) {
        CompletableFuture<Long> said = new CompletableFuture<>();
        lock.lock();
        try {
            if (open) {
                sayings.add(new Saying(samples, said));
                return said;
            }
        } finally {
            lock.unlock();
        }
        said.completeExceptionally(new IOException("the microphone is closed"));
        return said;
    }

    @Override
    public void close() {
        shut(new IOException("the microphone is closed"));
        LockSupport.unpark(thread);
    }

    private void send() {
        long due = System.nanoTime();
        try {
            while (open) {
                sendFrame();
                due += FRAME_NANOS;
                long wait;
                while (open && (wait = due - System.nanoTime()) > 0) {
                    LockSupport.parkNanos(wait);
                }
            }
        } catch (IOException e) {
            shut(e);
        }
    }

    private void sendFrame() throws IOException {
        short[] frame = new short[frameSamples];
        Saying ended = null;
        lock.lock();
        try {
            Saying saying = sayings.peek();
            if (saying != null) {
                int count = Math.min(frame.length, saying.samples().length - position);
                System.arraycopy(saying.samples(), position, frame, 0, count);
                position += count;
                if (position == saying.samples().length) {
                    ended = sayings.remove();
                    position = 0;
                }
            }
        } finally {
            lock.unlock();
        }
        client.append(frame);
        if (ended != null) {
            ended.said().complete(System.nanoTime());
        }
    }

    private void shut(IOException why) {
        lock.lock();
        try {
            open = false;
            sayings.forEach(saying -> saying.said().completeExceptionally(why));
            sayings.clear();
        } finally {
            lock.unlock();
        }
    }
}
