package dev.parley.load.pressure;

import dev.parley.load.scale.Tones;
import java.time.Duration;

/**
 * @param sessions that speak at a time
 * @param partitions of each topic
 * @param threads of the engine
 * @param callMillis how long the engine's thread is occupied by a call
 * @param times how much longer a call takes while the engine is slow
 * @param before how long sessions speak before that
 * @param slow how long it lasts
 * @param after how long they go on
 */
record Sizes(
        int sessions,
        int partitions,
        int threads,
        int callMillis,
        int times,
        Duration before,
        Duration slow,
        Duration after) {
    int utterances() {
        return (int) before.plus(slow).plus(after).dividedBy(Tones.PERIOD);
    }
}
