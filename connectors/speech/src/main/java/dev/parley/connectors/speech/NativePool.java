package dev.parley.connectors.speech;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * A bounded number of platform threads for native work, which on virtual threads would hold up all
 * others. The caller waits until the work is done even if it is interrupted meanwhile, because
 * native memory must not be freed under running work; its interrupt stays set.
 */
final class NativePool implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final RankedThreads threads;

    NativePool(String name, int size) {
        this.name = name;
        this.threads = new RankedThreads(name, size);
    }

    /**
     * @throws IllegalStateException if the pool is closed
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

    /** Waits for work that has begun or waits, up to ten seconds. */
    @Override
    public void close() {
        threads.stop();
        try {
            if (!threads.awaitEnd(PATIENCE)) {
                threads.stopNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
