package dev.parley.schemas.event;

/** What a language model answers ({@code completions}). */
public sealed interface Completion extends Event, OfTurn {
    /**
     * @param attempt the generation of the writer; a higher one replaces what is unheard of a lower
     */
    record Sentence(TurnId turn, int attempt, int index, Personal<String> text, boolean last)
            implements Completion {}
}
