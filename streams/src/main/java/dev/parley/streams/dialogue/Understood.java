package dev.parley.streams.dialogue;

/** What came of understanding a turn, and what the conversation is about from then on. */
sealed interface Understood {
    Focus focus();

    /** Something to be done. */
    record Meant(Meaning meaning, Focus focus) implements Understood {}

    /** The answer to a question wasn't understood: it is asked again. */
    record Unanswered(String question, Focus focus) implements Understood {}

    /** A question is given up. */
    record Dropped(String sentence, Focus focus) implements Understood {}
}
