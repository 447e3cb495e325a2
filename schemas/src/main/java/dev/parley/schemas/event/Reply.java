package dev.parley.schemas.event;

import org.jspecify.annotations.Nullable;

/** What the agent says ({@code replies}). */
public sealed interface Reply extends Event, OfTurn {
    /**
     * @param index its place in the reply, from 0
     * @param last whether the reply ends with it
     * @param voicing null for the voice as configured, and from builds that knew nothing of it
     */
    record Sentence(
            ReplyId reply,
            TurnId turn,
            int index,
            Personal<String> text,
            boolean last,
            @Nullable Voicing voicing)
            implements Reply {
        /** In the voice as configured. */
        public Sentence(
                ReplyId reply, TurnId turn, int index, Personal<String> text, boolean last) {
            this(reply, turn, index, text, last, null);
        }
    }

    /**
     * How a sentence is spoken.
     *
     * @param rate times the voice's own speed, 0.5 to 2
     * @param gain times the voice's own amplitude, 0 to 1
     * @param earcon the signal before it, at the same gain; null for none
     */
    record Voicing(double rate, double gain, @Nullable Earcon earcon) {
        /** Without a signal. */
        public Voicing(double rate, double gain) {
            this(rate, gain, null);
        }
    }

    /** A short sound that says what words are about before they are heard. */
    enum Earcon {
        TIMER,
        ALARM,
        REMINDER
    }
}
