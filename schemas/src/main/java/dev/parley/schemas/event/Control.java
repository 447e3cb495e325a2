package dev.parley.schemas.event;

import java.time.Instant;
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
}
