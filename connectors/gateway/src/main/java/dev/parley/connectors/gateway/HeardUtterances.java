package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.UtteranceId;
import org.jspecify.annotations.Nullable;

/**
 * What was said and not answered yet, where the client says itself when it wants an answer. Used by
 * one thread.
 */
final class HeardUtterances {
    private @Nullable UtteranceId unanswered;
    private int committed;
    private boolean wanted;

    /** The client committed sound whose transcript will come. */
    void committed() {
        committed++;
    }

    /**
     * A transcript came that counts.
     *
     * @return whether an answer is wanted with it
     */
    boolean on(Speech.Final utterance) {
        unanswered = utterance.utterance();
        if (!utterance.cut() && committed > 0) {
            committed--;
        }
        boolean now = wanted && committed == 0;
        wanted = wanted && !now;
        return now;
    }

    /** Whether an answer that is wanted now must wait for a transcript, which it then does. */
    boolean waits() {
        wanted = committed > 0;
        return wanted;
    }

    /** The last of what is to be answered, once; null if there is nothing. */
    @Nullable UtteranceId take() {
        UtteranceId last = unanswered;
        unanswered = null;
        return last;
    }
}
