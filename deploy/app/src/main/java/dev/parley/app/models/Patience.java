package dev.parley.app.models;

import java.time.Duration;

/**
 * How long a source is waited for.
 *
 * @param connecting until it takes the connection
 * @param stalled without a byte; also until its first
 * @param between two tries of the same source, growing with each
 * @param tries of one source without anything new, before the next is asked
 */
record Patience(Duration connecting, Duration stalled, Duration between, int tries) {
    static Patience usual() {
        return new Patience(
                Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(1), 4);
    }

    /** Where somebody waits for something else. */
    static Patience hasty() {
        return new Patience(
                Duration.ofMillis(2500), Duration.ofSeconds(20), Duration.ofSeconds(1), 2);
    }
}
