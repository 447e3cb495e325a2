package dev.parley.schemas.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was heard ({@code speech}). */
public sealed interface Speech extends Event {
    /**
     * @param startMillis where speech began, in audio time since the session's first sample
     */
    record Started(UtteranceId utterance, long startMillis) implements Speech {}

    /**
     * What is understood while the user speaks; a later one replaces it.
     *
     * @param endMillis where speech was heard last, in audio time; null from a build that didn't
     *     say
     */
    record Partial(UtteranceId utterance, Personal<String> text, @Nullable Long endMillis)
            implements Speech {}

    /**
     * The transcript of an utterance; empty text if it held no words.
     *
     * @param confidence 0 to 1, the mean of the words'
     * @param startMillis where speech began, in audio time
     * @param endMillis where speech ended, in audio time
     * @param readTo the sequence of the last {@code audio.in} record that is heard to its end with
     *     this
     * @param startedAt when the gateway took in the frame in which speech began
     * @param endedAt when the gateway took in the frame in which speech ended
     * @param closedAt when the gateway took in the frame that closed the utterance
     * @param cut whether the utterance was cut at its greatest length, in mid-speech
     */
    record Final(
            UtteranceId utterance,
            Personal<String> text,
            Personal<List<Word>> words,
            double confidence,
            long startMillis,
            long endMillis,
            long readTo,
            Instant startedAt,
            Instant endedAt,
            Instant closedAt,
            boolean cut)
            implements Speech {}

    /**
     * @param confidence 0 to 1
     */
    record Word(String text, long startMillis, long endMillis, double confidence) {}

    /**
     * Said in steps of audio time after an utterance, while nothing is spoken.
     *
     * @param utterance the last one
     * @param silenceMillis since its speech ended
     * @param audioEnded whether no more audio will come for now, so that waiting longer is useless
     * @param at when the gateway took in the frame that showed it
     */
    record SilenceContinues(
            UtteranceId utterance, long silenceMillis, boolean audioEnded, Instant at)
            implements Speech {}
}
