package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What {@link WhenSlots} reads, and {@code label}. */
final class AlarmSlots implements Slots {
    private static final WordedSlots LABEL =
            WordedSlots.of(
                    "\\b(?:called|named|labell?ed) (?<label>\\p{L}[\\p{L} ]{1,30}?)(?: for| at|$)",
                    "\\b(?<label>gym|school|work|wake up|morning|dinner|lunch|medicine) alarm\\b");

    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        Map<String, String> slots = new HashMap<>(LABEL.in(sentence.text()));
        slots.putAll(WhenSlots.in(sentence.core()));
        return Optional.of(slots);
    }
}
