package dev.parley.connectors.gateway;

import java.util.concurrent.TimeUnit;

/**
 * How long nothing has been said since a reply was heard to its end. Used by one thread; moments
 * are those of {@link System#nanoTime}.
 */
final class IdleTimeout {
    private static final long NEVER = Long.MAX_VALUE;

    private long silentSince = NEVER;
    private long silentFromMillis;

    /**
     * A reply was heard.
     *
     * @param audioMillis how much sound came so far
     */
    void begin(long now, long audioMillis) {
        silentSince = now;
        silentFromMillis = audioMillis;
    }

    /** Somebody says something. */
    void end() {
        silentSince = NEVER;
    }

    /** The moment at which the patience is over. */
    long due(TurnDetection detection) {
        Integer patience = detection.idleMillis();
        return patience == null || silentSince == NEVER
                ? NEVER
                : silentSince + TimeUnit.MILLISECONDS.toNanos(patience);
    }

    /** Where the silence began, in audio time. */
    long fromMillis() {
        return silentFromMillis;
    }
}
