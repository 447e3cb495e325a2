package dev.parley.streams.dialogue;

import dev.parley.streams.stage.Setting;
import java.time.Duration;

/**
 * @param deadline within which a turn must be answered; then it is answered by an apology
 * @param interruption of speech, in audio time, after which words take the floor from the agent;
 *     its voice pauses at once
 * @param confirmation of a call that must be confirmed: silence for so long is a no
 * @param doubt the confidence of recognition, 0 to 1, below which the user is asked back, once
 */
public record DialogueConfig(
        @Setting("within which a turn is answered, if only by an apology") Duration deadline,
        @Setting("speech after which words end a reply; the voice pauses at once")
                Duration interruption,
        @Setting("confidence of recognition below which the user is asked back") double doubt,
        @Setting("silence after which a call that must be confirmed is left")
                Duration confirmation) {
    public DialogueConfig {
        if (deadline.toMillis() < 1000 || deadline.toMinutes() > 5) {
            throw new IllegalArgumentException("deadline must be 1 s to 5 min");
        }
        if (interruption.isNegative() || interruption.toSeconds() > 5) {
            throw new IllegalArgumentException("interruption must be 0 to 5 s");
        }
        if (confirmation.toSeconds() < 5 || confirmation.toMinutes() > 5) {
            throw new IllegalArgumentException("confirmation must be 5 s to 5 min");
        }
        if (!(doubt >= 0 && doubt <= 1)) {
            throw new IllegalArgumentException("doubt must be 0 to 1");
        }
    }

    public static DialogueConfig defaults() {
        return new DialogueConfig(
                Duration.ofSeconds(15), Duration.ofSeconds(1), 0.5, Duration.ofSeconds(20));
    }
}
