package dev.parley.schemas.event;

/** What was learned, with consent, of how a user speaks to the agent ({@code behaviours}). */
public sealed interface Behaviour extends Event, OfUser {
    record Learned(UserId user, String kind, Personal<String> what) implements Behaviour {}
}
