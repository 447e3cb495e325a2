package dev.parley.streams.dialogue;

import java.util.HashMap;
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
    record Ask(String tool, Map<String, String> arguments) implements Plan {
        /** With those of the slots that have a value. */
        static Ask of(String tool, Map<String, String> slots, String... names) {
            Map<String, String> arguments = new HashMap<>();
            for (String name : names) {
                String value = slots.getOrDefault(name, "");
                if (!value.isBlank()) {
                    arguments.put(name, value);
                }
            }
            return new Ask(tool, arguments);
        }
    }

    /** The user must be asked first. */
    record Elicit(Meaning meaning, String slot, String question) implements Plan {}

    /** It must be known first which timers stand. */
    record Consult(Meaning meaning) implements Plan {}

    /** The agent is to speak in another way. */
    record Tune(Meaning meaning) implements Plan {}

    /** What was said last is said again. */
    record Repeat() implements Plan {}
}
