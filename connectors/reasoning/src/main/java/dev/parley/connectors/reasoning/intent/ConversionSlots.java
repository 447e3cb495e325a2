package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import dev.parley.connectors.reasoning.language.Units;
import java.util.Map;
import java.util.Optional;

/**
 * {@code amount} in decimal digits, {@code from} and {@code to} as canonical unit names; {@code to}
 * is absent where it wasn't said.
 */
final class ConversionSlots implements Slots {
    @Override
    public Optional<Map<String, String>> in(Sentence sentence, Map<String, String> captured) {
        return Units.conversion(sentence.core())
                .map(c -> Map.of("amount", c.amount(), "from", c.from(), "to", c.to()))
                .or(
                        () ->
                                Units.quantity(sentence.core())
                                        .map(c -> Map.of("amount", c.amount(), "from", c.from())));
    }
}
