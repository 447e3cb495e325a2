package dev.parley.streams.authorization;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how often a user's agent may use a tool, and tools at all. Counts by call id: a redelivery
 * counts once. Safe for use by many threads.
 */
public interface RateLimiter {
    /** The rule of a sensitive call that can't be counted just now. */
    String AWAY = "rate:away";

    /**
     * @throws dev.parley.streams.stage.PassingFaultException if the counter can't be reached
     */
    Verdict count(Counted call);

    /**
     * A call as it is counted.
     *
     * @param tool which it counts for
     * @param rate the tool's own; null for what holds for every tool
     * @param sensitive whether it is better not done than done uncounted
     */
    record Counted(
            UserId user, String tool, CallId call, Tool.@Nullable Rate rate, boolean sensitive) {
        /** A harmless call of a tool without a rate of its own. */
        public Counted(UserId user, String tool, CallId call) {
            this(user, tool, call, null, false);
        }
    }

    /**
     * @param retryAfter when the next call would pass; zero if this one does
     * @param rule which limit it is that refuses
     */
    record Verdict(boolean within, Duration retryAfter, String rule) {
        public static Verdict passes() {
            return new Verdict(true, Duration.ZERO, "rate:within");
        }
    }
}
