package dev.parley.schemas.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tool call on its way ({@code tool.requests}, {@code tool.calls}, {@code tool.results}). */
public sealed interface Tool extends Event, OfTurn {
    /**
     * What the names of functions that the session's client runs begin with; no other tool's does.
     */
    String CLIENTS = "client:";

    CallId call();

    String tool();

    /** Whether it runs at the session's client, never here. */
    default boolean ofClient() {
        return tool().startsWith(CLIENTS);
    }

    /**
     * @param confirmedBy the event by which the user confirmed it, where that was needed
     */
    record Requested(
            CallId call,
            TurnId turn,
            UserId user,
            String tool,
            Personal<Map<String, String>> arguments,
            @Nullable EventId confirmedBy)
            implements Tool {}

    /**
     * The call may run.
     *
     * @param rule the rule that let it pass
     */
    record Authorized(
            CallId call,
            TurnId turn,
            UserId user,
            String tool,
            Personal<Map<String, String>> arguments,
            String rule)
            implements Tool {}

    record Succeeded(CallId call, TurnId turn, String tool, Personal<Map<String, String>> result)
            implements Tool {}

    /** Why a call has no result. */
    enum Reason {
        UNKNOWN_TOOL,
        BAD_ARGUMENTS,
        DENIED,
        RATE_LIMITED,
        TIMED_OUT,
        OUTCOME_UNKNOWN,
        FAULT
    }

    /**
     * @param message a sentence that can be spoken
     * @param rule the rule that refused it; null where none did, and from a build that didn't say
     */
    record Failed(
            CallId call,
            TurnId turn,
            String tool,
            Reason reason,
            Personal<String> message,
            @Nullable String rule)
            implements Tool {
        /** One that no rule refused. */
        public Failed(
                CallId call, TurnId turn, String tool, Reason reason, Personal<String> message) {
            this(call, turn, tool, reason, message, null);
        }
    }
}
