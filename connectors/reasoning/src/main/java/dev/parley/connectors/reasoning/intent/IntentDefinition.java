package dev.parley.connectors.reasoning.intent;

import java.util.List;

/**
 * One intent.
 *
 * @param name as in events, say {@code timer.set}
 * @param meaning what it is, in one line, against its neighbours
 * @param rules in the order in which they are tried
 * @param examples sentences that mean it
 * @param slots what reads its slots
 */
record IntentDefinition(
        String name, String meaning, List<Rule> rules, List<String> examples, Slots slots) {
    IntentDefinition {
        rules = List.copyOf(rules);
        examples = List.copyOf(examples);
    }
}
