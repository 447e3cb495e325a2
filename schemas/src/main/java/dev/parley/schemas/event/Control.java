package dev.parley.schemas.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client does beside speaking ({@code control}), written by the gateway. */
public sealed interface Control extends Event {
    /**
     * @param client the kind of client, such as {@code realtime}
     * @param zone the client's IANA time zone
     */
    record SessionStarted(UserId user, String client, String zone) implements Control, OfUser {}

    /** A client came back to a session over another connection, perhaps to another gateway. */
    record SessionResumed(UserId user, String client, String zone) implements Control, OfUser {}

    record SessionEnded(String reason) implements Control {}

    /** A turn in text, which needs no hearing. */
    record TextSubmitted(Personal<String> text) implements Control {}

    /** The client wants silence: the named reply, or whatever is being said. */
    record CancelRequested(@Nullable ReplyId reply) implements Control {}

    /**
     * The first sound of a reply was handed to the client.
     *
     * @param synthesisFrom when synthesis took the sentence up
     * @param synthesisTo when synthesis had made that first sound
     */
    record PlaybackStarted(ReplyId reply, TurnId turn, Instant synthesisFrom, Instant synthesisTo)
            implements Control, OfTurn {}

    /**
     * A reply's sound came to its end, or was cut.
     *
     * @param heardMillis how much of it was heard
     * @param complete whether that was all
     * @param sentences how many of its sentences were heard to their end; null from a gateway that
     *     doesn't say
     * @param words how many words of the next sentence were heard: known where the synthesiser says
     *     where words end, else estimated by time
     */
    record PlaybackEnded(
            ReplyId reply,
            TurnId turn,
            long heardMillis,
            boolean complete,
            @Nullable Integer sentences,
            @Nullable Integer words)
            implements Control, OfTurn {
        public PlaybackEnded(ReplyId reply, TurnId turn, long heardMillis, boolean complete) {
            this(reply, turn, heardMillis, complete, null, null);
        }
    }

    record ConfirmationGiven(CallId call, boolean accepted) implements Control {}

    /** How a turn's end is found. */
    enum Mode {
        /** By silence. */
        SERVER_VAD,
        /** By silence whose length follows from the {@link Eagerness}. */
        SEMANTIC_VAD,
        /** The client says what is an utterance and when it wants an answer: push to talk. */
        NONE
    }

    /** How soon the agent takes the floor. */
    enum Eagerness {
        LOW,
        MEDIUM,
        HIGH
    }

    /**
     * How the client wants turns to be found from now on. A session of which this was never said is
     * {@link Mode#SERVER_VAD}, answers each turn and isn't interrupted.
     *
     * @param eagerness null for medium
     * @param silenceMillis that ends a turn; null for the installation's own
     * @param createResponse whether a turn's end is found, else each answer is {@linkplain
     *     ResponseRequested requested}
     * @param interruptResponse whether speech stops the reply that is being heard
     */
    record TurnDetectionChosen(
            Mode mode,
            @Nullable Eagerness eagerness,
            @Nullable Integer silenceMillis,
            boolean createResponse,
            boolean interruptResponse)
            implements Control {}

    /**
     * What was said is to be answered now.
     *
     * @param after the last utterance that belongs to it; null for whatever was heard so far
     */
    record ResponseRequested(@Nullable UtteranceId after) implements Control {}

    /**
     * Nothing was said for as long as the client wanted to wait.
     *
     * @param startMillis where the silence began, in audio time
     * @param endMillis where the waiting ended, in audio time
     */
    record UserIdle(long startMillis, long endMillis) implements Control {}

    /**
     * The functions that a client runs itself, in place of those it declared before.
     *
     * @param choice the one to be called if what it needs was said; null for none in particular
     */
    record ToolsDeclared(List<ClientTool> tools, @Nullable String choice) implements Control {}

    /**
     * A function of a client.
     *
     * @param parameters all that it takes
     * @param required those that it can't do without
     */
    record ClientTool(String name, List<String> parameters, List<String> required) {}
}
