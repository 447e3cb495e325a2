package dev.parley.streams.authorization;

import dev.parley.schemas.event.UserId;

/** What each user may let the agent do. */
public interface Permissions {
    /**
     * @throws dev.parley.streams.stage.PassingFaultException if that can't be known just now
     */
    Decision decide(UserId user, String tool);

    /**
     * @param rule the rule that made the decision, such as {@code default:harmless}
     */
    record Decision(boolean permitted, String rule) {}
}
