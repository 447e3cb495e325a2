package dev.parley.connectors.speech;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A bounded number of platform threads for native work, which on virtual threads would hold up all
 * others. The caller waits until the work is done even if it is interrupted meanwhile, because
 * native memory must not be freed under running work; its interrupt stays set.
 */
final class NativePool implements AutoCloseable {
    private final String name;
    private final ExecutorService threads;

    NativePool(String name, int size) {
        this.name = name;
        this.threads =
                Executors.newFixedThreadPool(
                        size, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /**
     * @throws IllegalStateException if the pool is closed
     */
    <T> T call(Callable<T> work) {
        Future<T> done;
        try {
            done = threads.submit(work);
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
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
