package dev.parley.streams.dialogue;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Personal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an open turn stands. */
public sealed interface Phase {
    /** Its intent isn't known yet. */
    record Understanding() implements Phase {}

    /**
     * A tool was asked; its result is awaited.
     *
     * @param manner null from a build that knew none
     */
    record Acting(
            CallId call,
            String intent,
            Personal<Map<String, String>> slots,
            @Nullable Manner manner)
            implements Phase {}

    /** It was asked which timers stand; the answer is awaited. */
    record Consulting(String intent, Personal<Map<String, String>> slots, Manner manner)
            implements Phase {}
}
