package dev.parley.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Parley that runs, started for the demo; closing it stops everything. */
public interface Installation extends AutoCloseable {
    /** The voice WebSocket, such as {@code ws://127.0.0.1:9000/v1/realtime}. */
    URI voice();

    /** A token that is good for it. */
    String token();

    /** Its data directory. */
    Path data();

    @Override
    void close();

    /** Starts one. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts everything and returns once a question can be answered.
         *
         * @param data where it keeps its data; null for the usual place of a demo
         * @param progress takes a line for each step, as it is taken
         * @throws RuntimeException with a sentence for the user if it can't be started
         */
        Installation start(@Nullable Path data, Consumer<String> progress)
                throws InterruptedException;
    }
}
