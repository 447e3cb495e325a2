package dev.parley.streams.dialogue;

import java.time.Duration;

/**
 * @param deadline within which a turn must be answered; then it is answered by an apology
 */
public record DialogueConfig(Duration deadline) {
    public DialogueConfig {
        if (deadline.toMillis() < 1000 || deadline.toMinutes() > 5) {
            throw new IllegalArgumentException("deadline must be 1 s to 5 min");
        }
    }

    public static DialogueConfig defaults() {
        return new DialogueConfig(Duration.ofSeconds(15));
    }
}
