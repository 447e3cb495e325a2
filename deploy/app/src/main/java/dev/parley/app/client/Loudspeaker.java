package dev.parley.app.client;

import java.util.List;
import java.util.OptionalLong;

/**
 * What plays the replies of a session, one after another, each from its first sound on: a real one,
 * or one that only takes the time. Safe for use by many threads; nothing waits.
 */
public interface Loudspeaker extends AutoCloseable {
    /** Told when a reply was played to its end, on a thread of the loudspeaker. */
    @FunctionalInterface
    interface Ended {
        void ended(String response, long heardMillis);
    }

    /** Whom to tell from now on. */
    void tell(Ended listener);

    /**
     * Takes a piece of a reply's sound.
     *
     * @param samples at {@link RealtimeClient#REPLY_RATE}
     * @param atNanos when it came, by {@link System#nanoTime()}
     */
    void play(String response, short[] samples, long atNanos);

    /** No more of this reply follows. */
    void completed(String response);

    /**
     * Stops a reply at once.
     *
     * @return how many milliseconds of it were heard; empty if none of it is being played
     */
    OptionalLong stop(String response);

    /** The replies that are being played or wait for it, in their order. */
    List<String> playing();

    /** How many milliseconds of a reply were heard by now; 0 if it isn't being played. */
    long heardMillis(String response);

    /** When all that is there will have been played, by {@link System#nanoTime()}. */
    long busyUntil();

    @Override
    void close();
}
