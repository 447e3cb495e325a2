package dev.parley.schemas.event;

import java.util.List;

/** What is known that bears on a turn ({@code contexts}). */
public sealed interface Context extends Event, OfTurn {
    /**
     * @param remembered what memory holds that bears on it, best first
     */
    record Assembled(TurnId turn, Personal<String> text, Personal<List<String>> remembered)
            implements Context {}
}
