package dev.parley.streams.turn;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * @param silence after speech that gives the agent the floor, in audio time
 * @param longest a turn's greatest length, in audio time; it ends there even in mid-speech
 */
public record TurnConfig(
        @Setting("silence after speech that gives the agent the floor") Duration silence,
        @Setting("after which a turn ends even in mid-speech") Duration longest) {
    public TurnConfig {
        if (silence.toMillis() < 100 || silence.toMillis() > 3000) {
            throw new IllegalArgumentException("silence must be 100 ms to 3 s");
        }
        if (longest.toSeconds() < 5) {
            throw new IllegalArgumentException("longest must be at least 5 s");
        }
    }

    public static TurnConfig defaults() {
        return new TurnConfig(Duration.ofMillis(700), Duration.ofSeconds(60));
    }
}
