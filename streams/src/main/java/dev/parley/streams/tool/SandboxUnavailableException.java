package dev.parley.streams.tool;

import dev.parley.schemas.event.Tool.Reason;

/** There are no walls that hold, so nothing is run behind them. */
public final class SandboxUnavailableException extends ToolFailureException {
    /** The rule that refuses. */
    public static final String RULE = "SANDBOX_UNAVAILABLE";

    private final String fault;

    /**
     * @param fault what is wrong with the walls, for the operator
     */
    public SandboxUnavailableException(String fault) {
        super(
                Reason.DENIED,
                "I can't do that safely on this machine, so I didn't. The log tells why.");
        this.fault = fault;
    }

    /** What is wrong, for the operator; nothing personal. */
    public String fault() {
        return fault;
    }
}
