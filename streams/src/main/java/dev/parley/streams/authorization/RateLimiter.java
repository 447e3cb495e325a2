package dev.parley.streams.authorization;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import java.time.Duration;

/** Bounds how often a user's agent may use a tool. Counts by call id: a redelivery counts once. */
public interface RateLimiter {
    /**
     * @throws dev.parley.streams.stage.PassingFaultException if the counter can't be reached
     */
    Verdict count(UserId user, String tool, CallId call);

    /**
     * @param retryAfter when the next call would pass; zero if this one does
     */
    record Verdict(boolean within, Duration retryAfter) {}
}
