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
}
