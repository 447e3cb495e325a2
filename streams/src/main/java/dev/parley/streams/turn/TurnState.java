package dev.parley.streams.turn;

import dev.parley.schemas.event.Personal;
import java.time.Instant;
import java.util.List;

/** Where a session's turn stands. */
public sealed interface TurnState {
    /** Nobody has said anything yet. */
    record Quiet() implements TurnState {}

    /**
     * Words were said and more may come.
     *
     * @param said the utterances so far
     * @param speaking whether a further utterance is under way
     * @param startMillis where the first one began, in audio time
     */
    record Speaking(
            Personal<List<String>> said,
            double confidence,
            boolean speaking,
            long startMillis,
            Instant startedAt,
            Instant endedAt)
            implements TurnState {}

    /** The turn was ended by its length; what follows without a pause is not heard. */
    record Overlong() implements TurnState {}
}
