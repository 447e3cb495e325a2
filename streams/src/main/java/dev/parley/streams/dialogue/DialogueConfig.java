package dev.parley.streams.dialogue;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * @param deadline within which a turn must be answered; then it is answered by an apology
 */
public record DialogueConfig(
        @Setting("within which a turn is answered, if only by an apology") Duration deadline) {
    public DialogueConfig {
        if (deadline.toMillis() < 1000 || deadline.toMinutes() > 5) {
            throw new IllegalArgumentException("deadline must be 1 s to 5 min");
        }
    }

    public static DialogueConfig defaults() {
        return new DialogueConfig(Duration.ofSeconds(15));
    }
}
