package dev.parley.streams.hearing;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Speech;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier owner of a session said of it, so that nobody hears it twice: the last utterance
 * that ended, how far the silence after it was told, and the one that was open.
 */
final class Recalled {
    private final HearingConfig config;
    private Speech.@Nullable Final last;
    private long silenceToldMillis;
    private boolean audioEnded;
    private Speech.@Nullable Started open;
    private @Nullable EventId newest;

    Recalled(HearingConfig config) {
        this.config = config;
    }

    /** Oldest first. */
    void add(Envelope<?> said) {
        newest = said.id();
        switch (said.event()) {
            case Speech.Started started -> open = started;
            case Speech.Final ended -> {
                last = ended;
                silenceToldMillis = 0;
                audioEnded = false;
                if (open != null && open.utterance().equals(ended.utterance())) {
                    open = null;
                }
            }
            case Speech.SilenceContinues silence -> {
                if (last != null && last.utterance().equals(silence.utterance())) {
                    silenceToldMillis = silence.silenceMillis();
                    audioEnded = silence.audioEnded();
                }
            }
            default -> {}
        }
    }

    Speech.@Nullable Final last() {
        return last;
    }

    long silenceToldMillis() {
        return silenceToldMillis;
    }

    /**
     * Up to where sound was heard to its end, in audio time. Where it isn't known how far the
     * silence after the utterance was heard, it is heard again: nothing is said in it.
     */
    long heardToMillis() {
        if (last == null) {
            return 0;
        }
        long frame = HearingLane.FRAME_MILLIS;
        long closing = (config.endSilence().toMillis() + frame - 1) / frame * frame;
        if (audioEnded) {
            return last.endMillis() + silenceToldMillis;
        }
        return last.endMillis() + (silenceToldMillis >= closing && !last.cut() ? closing : 0);
    }

    /** Whether the silence after the utterance is told no further. */
    boolean silenceIsOver() {
        return audioEnded || silenceToldMillis >= config.longestSilence().toMillis();
    }

    /** The utterance that was open, if it began about there: no two begin so close together. */
    Speech.@Nullable Started openAt(long startMillis) {
        return open != null
                        && Math.abs(open.startMillis() - startMillis) <= config.preRoll().toMillis()
                ? open
                : null;
    }

    /** Whether something was said of the record there, or of a later one, by that time. */
    boolean reaches(long offset) {
        return newest != null && EventId.of(newest.writer(), offset, 0).compareTo(newest) <= 0;
    }
}
