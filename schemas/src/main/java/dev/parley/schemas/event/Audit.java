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
     * @param user on whose behalf; null if that isn't known
     * @param session the conversation that it happened in; null for none
     * @param digest of the personal values at hand, such as a call's arguments; null if there are
     *     none, or their key is destroyed
     */
    record Entry(
            Instant at,
            String actor,
            String action,
            String subject,
            String outcome,
            @Nullable String rule,
            @Nullable CallId call,
            EventId cause,
            @Nullable UserId user,
            @Nullable SessionId session,
            @Nullable Digest digest)
            implements Audit {}
}
