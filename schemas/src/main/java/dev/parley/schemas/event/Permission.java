package dev.parley.schemas.event;

/** What a user may let the agent do ({@code permissions}). */
public sealed interface Permission extends Event, OfUser {
    record Changed(UserId user, String tool, boolean granted, String by) implements Permission {}
}
