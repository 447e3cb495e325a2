package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Arithmetic;
import dev.parley.connectors.reasoning.language.Sentence;
import java.util.Map;
import java.util.Optional;

/** {@code expression}: plain arithmetic as {@link Arithmetic} writes it. */
final class CalculationSlots implements Slots {
    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        return Arithmetic.in(sentence.core()).map(expression -> Map.of("expression", expression));
    }
}
