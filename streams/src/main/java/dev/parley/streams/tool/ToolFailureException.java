package dev.parley.streams.tool;

import dev.parley.schemas.event.Tool.Reason;

/** A call that can't be done; its message is a sentence that can be spoken to the user. */
public class ToolFailureException extends Exception {
    private final Reason reason;

    public ToolFailureException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
