package dev.parley.schemas.event;

/** An event of a user-keyed topic. */
public interface OfUser {
    UserId user();
}
