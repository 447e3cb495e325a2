package dev.parley.schemas.event;

/** What is dropped for good, ahead of everything else ({@code cancellations}). */
public sealed interface Cancellation extends Event, OfTurn {
    ReplyId reply();

    /**
     * @param cause such as {@code client} or {@code barge-in}
     */
    record ReplyCancelled(ReplyId reply, TurnId turn, String cause) implements Cancellation {}
}
