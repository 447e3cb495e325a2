package dev.parley.schemas.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user wants ({@code intents}). */
public sealed interface Intent extends Event, OfTurn {
    /** The name given where nothing was understood. */
    String NONE = "none";

    /**
     * @param intent its name, or {@link #NONE}
     * @param confidence 0 to 1
     * @param source what found it: {@code rule}, {@code example} or {@code none}
     * @param slots what the sentence gave, by the slot's name
     * @param mentions what the sentence gives when it is read as an answer or a supplement to
     *     something earlier, whatever its intent; null from a build that didn't say. The names are
     *     {@code manner}, {@code duration}, {@code number}, {@code ordinal}, {@code which}, {@code
     *     time}, {@code half}, {@code date}, {@code repeat}, {@code shift}, {@code place}, {@code
     *     items}, {@code label}, {@code referring} and {@code words}; {@code docs/intents.md} has
     *     their forms
     */
    record Recognized(
            TurnId turn,
            String intent,
            double confidence,
            String source,
            Personal<Map<String, String>> slots,
            @Nullable Personal<Map<String, String>> mentions)
            implements Intent {
        /** As from a build that didn't say what is mentioned. */
        public Recognized(
                TurnId turn,
                String intent,
                double confidence,
                String source,
                Personal<Map<String, String>> slots) {
            this(turn, intent, confidence, source, slots, null);
        }
    }
}
