package dev.parley.schemas.event;

/** What the agent says ({@code replies}). */
public sealed interface Reply extends Event, OfTurn {
    /**
     * @param index its place in the reply, from 0
     * @param last whether the reply ends with it
     */
    record Sentence(ReplyId reply, TurnId turn, int index, Personal<String> text, boolean last)
            implements Reply {}
}
