package dev.parley.schemas.event;

/** Where a user can be reached ({@code presence}). */
public sealed interface Presence extends Event, OfUser {
    record Arrived(UserId user, SessionId at) implements Presence {}

    record Left(UserId user, SessionId at) implements Presence {}
}
