package dev.parley.schemas.event;

import org.jspecify.annotations.Nullable;

/** What a language model answers ({@code completions}). */
public sealed interface Completion extends Event, OfTurn, MadeUp {
    /**
     * A sentence of an answer. One without text, and the last, ends an answer that was said
     * already.
     *
     * @param attempt how many owners the writer's partition has had; a higher one replaces what is
     *     unheard of a lower
     * @param index its place in the whole answer, from 0; the first is the one after the prefix
     * @param prefix how many sentences the model was told that were said already ({@link
     *     Prompt.Asked#said}); null for none
     */
    record Sentence(
            TurnId turn,
            int attempt,
            int index,
            Personal<String> text,
            boolean last,
            @Nullable Integer prefix)
            implements Completion {}
}
