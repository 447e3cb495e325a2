package dev.parley.app.models;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes what is read from once nothing has come for too long, which ends the reading. */
final class StallGuard implements AutoCloseable {
    private final Closeable guarded;
    private final long patience;
    private final Thread thread;
    private volatile long latest = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(Closeable guarded, Duration patience) {
        this.guarded = guarded;
        this.patience = patience.toNanos();
        this.thread = Thread.ofVirtual().name("model-stall").start(this::watch);
    }

    /** Something came. */
    void alive() {
        latest = System.nanoTime();
    }

    boolean hasStalled() {
        return stalled;
    }

    private void watch() {
        try {
            long left = patience;
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = patience - (System.nanoTime() - latest);
            }
            stalled = true;
            guarded.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            return; // whoever reads is told as well
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
