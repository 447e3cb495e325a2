package dev.parley.streams.dialogue;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Personal;
import java.util.Map;

/** Where an open turn stands. */
public sealed interface Phase {
    /** Its intent isn't known yet. */
    record Understanding() implements Phase {}

    /** A tool was asked; its result is awaited. */
    record Acting(CallId call, String intent, Personal<Map<String, String>> slots)
            implements Phase {}
}
