package dev.parley.streams.audit;

import dev.parley.schemas.event.UserId;
import org.jspecify.annotations.Nullable;

/**
 * @param entries how many were made for the session, or for the user that a topic is keyed by
 * @param user whose session it is; null as long as that wasn't heard
 */
public record AuditState(long entries, @Nullable UserId user) {}
