package dev.parley.streams.turn;

import java.time.Duration;

/** The user has said all once it has been silent for a fixed time. */
public record SilenceEndsTurn(Duration after) implements TurnEndPolicy {
    @Override
    public boolean ended(String text, Duration silence) {
        return silence.compareTo(after) >= 0;
    }
}
