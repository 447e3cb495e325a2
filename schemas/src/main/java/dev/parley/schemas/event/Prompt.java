package dev.parley.schemas.event;

import java.util.List;

/** What a language model is asked ({@code prompts}). */
public sealed interface Prompt extends Event, OfTurn {
    /**
     * @param version of the prompt's template
     * @param said the sentences of the answer that were said already, in order: the model goes on
     *     after them. Not empty when the writer of an answer died in the middle of it
     */
    record Asked(TurnId turn, String version, Personal<String> text, List<Said> said)
            implements Prompt {}

    record Said(Personal<String> sentence) {}
}
