package dev.parley.schemas.event;

/** An event that belongs to a turn. */
public interface OfTurn {
    TurnId turn();
}
