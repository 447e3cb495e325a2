package dev.parley.schemas.event;

/** What becomes of a reply ahead of everything else ({@code cancellations}). */
public sealed interface Cancellation extends Event, OfTurn {
    ReplyId reply();

    /**
     * It is dropped for good.
     *
     * @param cause such as {@code client} or {@code barge-in}
     */
    record ReplyCancelled(ReplyId reply, TurnId turn, String cause) implements Cancellation {}

    /** Somebody began to speak: it is not heard further until it is known whether they mean it. */
    record ReplyPaused(ReplyId reply, TurnId turn) implements Cancellation {}

    /** It was a noise, or assent: the reply is heard from where it stopped. */
    record ReplyResumed(ReplyId reply, TurnId turn) implements Cancellation {}
}
