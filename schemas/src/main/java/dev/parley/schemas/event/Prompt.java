package dev.parley.schemas.event;

/** What a language model is asked ({@code prompts}). */
public sealed interface Prompt extends Event, OfTurn {
    /**
     * @param version of the prompt's template
     */
    record Asked(TurnId turn, String version, Personal<String> text) implements Prompt {}
}
