package dev.parley.schemas.event;

import java.time.Duration;

/** Where a user can be reached ({@code presence}). */
public sealed interface Presence extends Event, OfUser {
    /** How often, at least, a gateway says of a session that it is still there. */
    Duration SAID_EVERY = Duration.ofSeconds(10);

    SessionId at();

    record Arrived(UserId user, SessionId at) implements Presence {}

    /** Still there: a gateway that dies can't say that its sessions have left, but says no more. */
    record Stayed(UserId user, SessionId at) implements Presence {}

    record Left(UserId user, SessionId at) implements Presence {}
}
