package dev.parley.streams.authorization;

import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.Tool;

/** What each user may let the agent do. Safe for use by many threads. */
public interface Permissions {
    /**
     * @param access what the call is to do
     * @throws dev.parley.streams.stage.PassingFaultException if that can't be known just now
     */
    Decision decide(UserId user, Tool.Descriptor tool, Tool.Access access);

    /**
     * @param rule the rule that made the decision, such as {@code default:user}; nothing personal
     */
    record Decision(boolean permitted, String rule) {}
}
