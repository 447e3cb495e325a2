package dev.parley.connectors.gateway.limits;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * How much a client may do in a while.
 *
 * @param eventsPerSecond of a session, but for its sound; more are answered with an error
 * @param eventBurst such events at once, after a pause
 * @param framesPerSecond of a session, whatever they hold; more are read later
 * @param frameBurst frames at once, after a pause
 * @param turnsPerMinute in text of a user
 * @param soundPerHour of a user
 */
public record RatesConfig(
        @Setting(
                        value =
                                "events a second of a session, but for its sound; more are answered"
                                        + " with an error",
                        unit = "events")
                int eventsPerSecond,
        @Setting(value = "such events at once, after a pause", unit = "events") int eventBurst,
        @Setting(
                        value =
                                "WebSocket frames a second of a session, whatever they hold; more"
                                        + " are read later",
                        unit = "frames")
                int framesPerSecond,
        @Setting(value = "frames at once, after a pause", unit = "frames") int frameBurst,
        @Setting(
                        value =
                                "turns in text that a user may begin in a minute, over all"
                                        + " entrances of a gateway",
                        unit = "turns")
                int turnsPerMinute,
        @Setting(
                        "sound that a user may send within an hour, over all sessions at a gateway;"
                                + " more is dropped")
                Duration soundPerHour) {
    public RatesConfig {
        positive("events-per-second", eventsPerSecond);
        positive("event-burst", eventBurst);
        positive("frames-per-second", framesPerSecond);
        positive("frame-burst", frameBurst);
        positive("turns-per-minute", turnsPerMinute);
        if (!soundPerHour.isPositive()) {
            throw new IllegalArgumentException("gateway.rates.sound-per-hour must be positive");
        }
    }

    public static RatesConfig defaults() {
        return new RatesConfig(100, 500, 2000, 10_000, 600, Duration.ofHours(16));
    }

    private static void positive(String property, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "gateway.rates." + property + " must be positive, not " + value);
        }
    }
}
