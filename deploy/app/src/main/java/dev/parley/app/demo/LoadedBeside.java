package dev.parley.app.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What takes long to load, loaded while something else starts. */
final class LoadedBeside<T extends AutoCloseable> implements AutoCloseable {
    private final CompletableFuture<T> loading;

    private LoadedBeside(CompletableFuture<T> loading) {
        this.loading = loading;
    }

    static <T extends AutoCloseable> LoadedBeside<T> begin(Supplier<T> maker) {
        return new LoadedBeside<>(
                CompletableFuture.supplyAsync(
                        maker,
                        work -> Thread.ofPlatform().name("load-beside").daemon().start(work)));
    }

    /**
     * Waits for it. What loaded is the caller's, and closed here as well: closing twice does no
     * harm to an engine.
     *
     * @throws RuntimeException as it was thrown when it couldn't be loaded
     */
    T get() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        }
    }

    /** Closes it as soon as it is loaded; waits for nothing. */
    @Override
    public void close() {
        var unused =
                loading.whenComplete(
                        (made, fault) -> {
                            if (made != null) {
                                closeQuietly(made);
                            }
                        });
    }

    private static void closeQuietly(AutoCloseable made) {
        try {
            made.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
