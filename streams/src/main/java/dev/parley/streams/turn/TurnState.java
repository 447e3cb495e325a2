package dev.parley.streams.turn;

import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.UtteranceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a session's turn stands. */
public sealed interface TurnState {
    /** How the client wants turns to be found; null as long as it said nothing. */
    @Nullable Detection detection();

    TurnState with(@Nullable Detection chosen);

    /**
     * How a client wants turns to be found.
     *
     * @param pushToTalk whether the client says what is an utterance; then one without words counts
     * @param onRequest whether a turn ends only when an answer is requested
     * @param silenceMillis that ends a turn; null for the installation's own
     */
    record Detection(boolean pushToTalk, boolean onRequest, @Nullable Integer silenceMillis) {}

    /**
     * Nobody has said anything yet.
     *
     * @param awaited the utterance with whose transcript the turn ends, as its answer was requested
     *     already
     */
    record Quiet(@Nullable Detection detection, @Nullable UtteranceId awaited)
            implements TurnState {
        public Quiet() {
            this(null, null);
        }

        @Override
        public Quiet with(@Nullable Detection chosen) {
            return new Quiet(chosen, awaited);
        }
    }

    /**
     * Words were said and more may come.
     *
     * @param said the utterances so far
     * @param speaking whether a further utterance is under way
     * @param startMillis where the first one began, in audio time
     * @param heard the names of the utterances so far; none of those that an earlier build heard
     * @param awaited as in {@link Quiet}
     */
    record Speaking(
            Personal<List<String>> said,
            double confidence,
            boolean speaking,
            long startMillis,
            Instant startedAt,
            Instant endedAt,
            List<UtteranceId> heard,
            @Nullable Detection detection,
            @Nullable UtteranceId awaited)
            implements TurnState {
        @Override
        public Speaking with(@Nullable Detection chosen) {
            return new Speaking(
                    said,
                    confidence,
                    speaking,
                    startMillis,
                    startedAt,
                    endedAt,
                    heard,
                    chosen,
                    awaited);
        }

        Speaking speaking(boolean now) {
            return new Speaking(
                    said,
                    confidence,
                    now,
                    startMillis,
                    startedAt,
                    endedAt,
                    heard,
                    detection,
                    awaited);
        }

        Speaking awaiting(UtteranceId last) {
            return new Speaking(
                    said,
                    confidence,
                    speaking,
                    startMillis,
                    startedAt,
                    endedAt,
                    heard,
                    detection,
                    last);
        }
    }

    /** The turn was ended by its length; what follows without a pause is not heard. */
    record Overlong(@Nullable Detection detection) implements TurnState {
        public Overlong() {
            this(null);
        }

        @Override
        public Overlong with(@Nullable Detection chosen) {
            return new Overlong(chosen);
        }
    }
}
