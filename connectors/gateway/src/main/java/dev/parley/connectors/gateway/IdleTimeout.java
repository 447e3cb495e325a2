package dev.parley.connectors.gateway;

import java.util.concurrent.TimeUnit;

/**
 * How long nothing has been said since a reply was heard to its end. Its end is told once until
 * somebody speaks: who is gone isn't asked for ever. Used by one thread; moments are those of
 * {@link System#nanoTime}.
 */
final class IdleTimeout {
    private static final long NEVER = Long.MAX_VALUE;

    private long silentSince = NEVER;
    private long silentFromMillis;
    private boolean told;

    /**
     * A reply was heard.
     *
     * @param audioMillis how much sound came so far
     */
    void begin(long now, long audioMillis) {
        if (!told) {
            silentSince = now;
            silentFromMillis = audioMillis;
        }
    }

    /** The user says something. */
    void heard() {
        silentSince = NEVER;
        told = false;
    }

    /** The agent says something. */
    void answered() {
        silentSince = NEVER;
    }

    /** The patience was over. */
    void told() {
        silentSince = NEVER;
        told = true;
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
