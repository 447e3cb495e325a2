package dev.parley.connectors.speech;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded number of platform threads for native work, which on virtual threads would hold up all
 * others. The caller waits until the work is done even if it is interrupted meanwhile, because
 * native memory must not be freed under running work; its interrupt stays set.
 */
final class NativePool {
    private static final Logger LOG = LoggerFactory.getLogger(NativePool.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final RankedThreads threads;
    private final Duration patience;

    NativePool(String name, int size) {
        this(name, size, PATIENCE);
    }

    /**
     * @param patience with work that has begun, when the pool is closed
     */
    NativePool(String name, int size, Duration patience) {
        this.name = name;
        this.threads = new RankedThreads(name, size);
        this.patience = patience;
    }

    /**
     * @throws IllegalStateException if the pool is closed, also while the work still waits
     */
    <T> T call(RankedThreads.Rank rank, Callable<T> work) {
        FutureTask<T> done = new FutureTask<>(work);
        try {
            threads.execute(rank, done);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(name + " is closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(name + " failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits for work that has begun or waits, with a bounded patience, even if the caller is
     * interrupted meanwhile, which it stays. Native work can't be cut off: if it goes on, what
     * waits behind it is dropped, and nothing is freed under it until the process ends.
     *
     * @param free gives the native memory back; not run while there is work
     */
    void close(Runnable free) {
        threads.stop();
        if (hasEnded()) {
            free.run();
            return;
        }
        threads.stopNow();
        LOG.warn(
                "{} is still at work {} s after it was to end: its memory is not given back",
                name,
                patience.toSeconds());
    }

    private boolean hasEnded() {
        long until = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return threads.awaitEnd(Duration.ofNanos(until - System.nanoTime()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
