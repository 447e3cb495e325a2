package dev.parley.streams.turn;

import java.time.Duration;

/** Decides when the user has said all. Pure: the same question has the same answer. */
public interface TurnEndPolicy {
    /**
     * @param text what was said so far
     * @param silence since speech ended, in audio time
     */
    boolean ended(String text, Duration silence);
}
