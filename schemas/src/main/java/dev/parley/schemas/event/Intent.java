package dev.parley.schemas.event;

import java.util.Map;

/** What the user wants ({@code intents}). */
public sealed interface Intent extends Event, OfTurn {
    /** The name given where nothing was understood. */
    String NONE = "none";

    /**
     * @param intent its name, or {@link #NONE}
     * @param confidence 0 to 1
     * @param source what found it: {@code rule}, {@code example} or {@code none}
     * @param slots what the sentence gave, by the slot's name
     */
    record Recognized(
            TurnId turn,
            String intent,
            double confidence,
            String source,
            Personal<Map<String, String>> slots)
            implements Intent {}
}
