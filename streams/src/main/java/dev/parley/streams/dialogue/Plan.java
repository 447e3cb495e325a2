package dev.parley.streams.dialogue;

import java.util.List;
import java.util.Map;

/** What an intent leads to. */
sealed interface Plan {
    /** An answer that needs nothing else. */
    record Say(List<String> sentences) implements Plan {
        static Say of(String... sentences) {
            return new Say(List.of(sentences));
        }
    }

    /** A tool must be asked first. */
    record Ask(String tool, Map<String, String> arguments) implements Plan {}

    /** The user must be asked first. */
    record Elicit(Meaning meaning, String slot, String question) implements Plan {}

    /** It must be known first which timers stand. */
    record Consult(Meaning meaning) implements Plan {}

    /** The agent is to speak in another way. */
    record Tune(Meaning meaning) implements Plan {}

    /** What was said last is said again. */
    record Repeat() implements Plan {}
}
