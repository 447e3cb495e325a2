package dev.parley.connectors.gateway.limits;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * What those may do of whom no good token is known yet.
 *
 * @param connections of all addresses; one more closes the one that waited longest
 * @param connectionsPerAddress as well, from one address
 * @param acceptedPerSecond connections at all; more wait in the system's queue
 * @param patience with a connection without a good token, since it was made or last answered
 * @param failedTokensPerMinute from one address
 */
public record StrangersConfig(
        @Setting(
                        value =
                                "connections without a good token; one more closes the one that"
                                        + " waited longest",
                        unit = "connections")
                int connections,
        @Setting(value = "such connections from one address", unit = "connections")
                int connectionsPerAddress,
        @Setting(
                        value =
                                "connections that are taken in a second, with whatever token; more"
                                        + " wait",
                        unit = "connections")
                int acceptedPerSecond,
        @Setting(
                        "with a connection without a good token, since it was made or last"
                                + " answered, before it is closed")
                Duration patience,
        @Setting(
                        value =
                                "tokens that aren't good from one address in a minute; more aren't"
                                        + " looked up",
                        unit = "tokens")
                int failedTokensPerMinute) {
    public StrangersConfig {
        positive("connections", connections);
        positive("connections-per-address", connectionsPerAddress);
        positive("accepted-per-second", acceptedPerSecond);
        positive("failed-tokens-per-minute", failedTokensPerMinute);
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("gateway.strangers.patience must be positive");
        }
    }

    public static StrangersConfig defaults() {
        return new StrangersConfig(1000, 100, 500, Duration.ofSeconds(10), 60);
    }

    private static void positive(String property, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "gateway.strangers." + property + " must be positive, not " + value);
        }
    }
}
