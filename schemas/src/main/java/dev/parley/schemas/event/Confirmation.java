package dev.parley.schemas.event;

/** A question whether a tool may run ({@code confirmations}). */
public sealed interface Confirmation extends Event, OfTurn {
    record Requested(CallId call, TurnId turn, String tool, Personal<String> question)
            implements Confirmation {}
}
