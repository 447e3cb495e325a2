package dev.parley.schemas.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was done, and why ({@code audit}). Holds nothing personal. */
public sealed interface Audit extends Event {
    /**
     * @param actor the user or stage that acted
     * @param action such as {@code tool.requested}
     * @param subject what it was done to: a tool, a session
     * @param outcome such as {@code authorized}, {@code denied}
     * @param rule the rule that decided, if any
     * @param cause the event that is accounted for
     */
    record Entry(
            Instant at,
            String actor,
            String action,
            String subject,
            String outcome,
            @Nullable String rule,
            @Nullable CallId call,
            EventId cause)
            implements Audit {}
}
