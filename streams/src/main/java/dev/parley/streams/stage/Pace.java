package dev.parley.streams.stage;

import java.time.Duration;

/**
 * What a transform's host does by the clock.
 *
 * @param commitEvery between commits
 * @param sweepEvery between looks for lanes that nobody uses
 * @param handOver how long what is at hand may take when a partition goes
 * @param idle after which a lane that nobody uses is closed
 * @param forsaken after which a lane that nobody uses no longer holds progress back: whoever fed it
 *     is gone
 * @param firstPause before a passing fault is tried again for the first time; each further pause is
 *     three times as long
 */
record Pace(
        Duration commitEvery,
        Duration sweepEvery,
        Duration handOver,
        Duration idle,
        Duration forsaken,
        Duration firstPause) {
    static final Pace DEFAULT =
            new Pace(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(50));
}
