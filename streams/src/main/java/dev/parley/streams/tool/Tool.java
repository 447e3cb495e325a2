package dev.parley.streams.tool;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Something the agent can do. Safe for use by many threads. */
public interface Tool {
    /** The argument that every call may carry: the user's own time zone. */
    String HOME = "home";

    Descriptor descriptor();

    /**
     * Runs one call.
     *
     * @param arguments the slots that the descriptor names
     * @throws ToolFailureException if it can't be done, with a sentence that can be spoken
     */
    Map<String, String> call(Map<String, String> arguments, Circumstances circumstances)
            throws ToolFailureException;

    /**
     * What a call needs to know beside its arguments.
     *
     * @param now the time of the request
     * @param zone the user's IANA time zone
     * @param user who wants it
     * @param call which it is: one that is delivered again is the same
     */
    record Circumstances(Instant now, ZoneId zone, UserId user, CallId call) {}

    /** What a tool may do to the world. */
    enum Access {
        READ,
        WRITE,
        EXECUTE
    }

    /**
     * A tool's entry in the registry.
     *
     * @param name such as {@code clock}
     * @param required the arguments it can't do without
     * @param optional the arguments it also knows
     * @param idempotent whether a call may be repeated when its outcome is unknown
     */
    record Descriptor(
            String name,
            String description,
            List<String> required,
            List<String> optional,
            Access access,
            boolean sensitive,
            boolean idempotent,
            Duration timeLimit) {}
}
