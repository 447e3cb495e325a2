package dev.parley.connectors.memory;

import java.time.Duration;

/**
 * How long a key that was looked up is taken for granted.
 *
 * @param present for a key that exists; as long may a key that another process destroyed still be
 *     used here (one that this process destroyed is gone at once)
 * @param absent for the id of a key that is destroyed or unknown
 * @param most how many keys are held, at about 300 bytes each
 */
public record KeyCaching(Duration present, Duration absent, long most) {
    public KeyCaching {
        if (!present.isPositive() || !absent.isPositive() || most < 1) {
            throw new IllegalArgumentException(
                    "keys.caching: present, absent and most must be more than zero");
        }
    }

    /** For a process that has the key store to itself. */
    public static KeyCaching alone() {
        return new KeyCaching(Duration.ofMinutes(5), Duration.ofSeconds(3), 100_000);
    }

    /** Where a key could be destroyed by another process. */
    public static KeyCaching amongOthers() {
        return new KeyCaching(Duration.ofSeconds(10), Duration.ofSeconds(3), 100_000);
    }
}
