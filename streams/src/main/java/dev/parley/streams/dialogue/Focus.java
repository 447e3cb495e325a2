package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.TurnId;
import dev.parley.streams.dialogue.DialogueState.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the conversation is about: what a follow-up is understood from.
 *
 * @param question what the user was asked and hasn't answered; null if nothing
 * @param matter what was done or answered last; null if nothing
 * @param answer the sentences said last, to be said again on request
 * @param doubted the intent of which the user was asked back, if nothing was done since
 * @param since when it came to that; null until something was said
 * @param pending the call that waits for the user's yes; null if none
 */
public record Focus(
        @Nullable Question question,
        @Nullable Matter matter,
        List<Line> answer,
        @Nullable String doubted,
        @Nullable Instant since,
        @Nullable Pending pending) {
    static final Focus NONE = new Focus(null, null, List.of(), null, null, null);

    private static final Duration QUESTION_STANDS = Duration.ofMinutes(2);
    private static final Duration MATTER_STANDS = Duration.ofMinutes(30);

    /**
     * A question to the user.
     *
     * @param intent what its answer is needed for
     * @param slots what is known for it already
     * @param slot what is asked for, or {@link #WHETHER}
     * @param repeated whether it was asked a second time
     * @param digression a turn that is about something else; its answer ends with the question
     */
    public record Question(
            String intent,
            Personal<Map<String, String>> slots,
            Manner manner,
            String slot,
            boolean repeated,
            @Nullable TurnId digression) {
        /** Asked for where it must be affirmed that this is meant. */
        static final String WHETHER = "whether";

        static Question of(Meaning meaning, String slot) {
            return new Question(
                    meaning.intent(),
                    Personal.of(meaning.slots()),
                    meaning.manner(),
                    slot,
                    false,
                    null);
        }

        Question again() {
            return new Question(intent, slots, manner, slot, true, null);
        }

        Question after(@Nullable TurnId turn) {
            return new Question(intent, slots, manner, slot, repeated, turn);
        }

        Map<String, String> known() {
            return slots.orElse(Map.of());
        }
    }

    /**
     * What was done or answered.
     *
     * @param timer the timer it was about; null if none
     */
    public record Matter(
            String intent, Personal<Map<String, String>> slots, @Nullable TimerId timer) {
        /** What is meant now; a correction is about the timer that was talked about before. */
        static Matter of(Meaning meaning, Focus before) {
            Matter last = before.matter();
            return new Matter(
                    meaning.intent(),
                    Personal.of(meaning.slots()),
                    last == null || meaning.manner() == Manner.ANOTHER ? null : last.timer());
        }

        Map<String, String> known() {
            return slots.orElse(Map.of());
        }
    }

    /** Nobody takes up after hours what was said in passing. */
    Focus at(Instant now) {
        if (since == null) {
            return new Focus(question, matter, answer, doubted, now, pending);
        }
        Duration silent = Duration.between(since, now);
        boolean asked = silent.compareTo(QUESTION_STANDS) <= 0;
        return new Focus(
                asked ? question : null,
                silent.compareTo(MATTER_STANDS) <= 0 ? matter : null,
                answer,
                asked ? doubted : null,
                now,
                pending);
    }

    Focus asking(@Nullable Question next) {
        return new Focus(next, matter, answer, doubted, since, pending);
    }

    Focus on(Matter next) {
        return new Focus(question, next, answer, doubted, since, pending);
    }

    Focus about(TimerId timer) {
        return matter == null ? this : on(new Matter(matter.intent(), matter.slots(), timer));
    }

    Focus said(List<Line> lines) {
        return new Focus(question, matter, lines, doubted, since, pending);
    }

    Focus doubting(@Nullable String intent) {
        return new Focus(question, matter, answer, intent, since, pending);
    }

    Focus confirming(@Nullable Pending call) {
        return new Focus(question, matter, answer, doubted, since, call);
    }

    /** Whether a "yes" now would be an answer. */
    boolean isAsking() {
        return question != null || pending != null;
    }
}
