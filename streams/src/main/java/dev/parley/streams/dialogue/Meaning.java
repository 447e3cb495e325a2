package dev.parley.streams.dialogue;

import java.util.Map;

/** What the user wants, as understood from all that was said. */
record Meaning(String intent, Map<String, String> slots, Manner manner) {}
