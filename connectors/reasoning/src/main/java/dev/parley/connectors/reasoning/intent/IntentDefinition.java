package dev.parley.connectors.reasoning.intent;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One intent.
 *
 * @param name as in events, say {@code timer.set}
 * @param rules in the order in which they are tried
 * @param cue what a sentence must hold somewhere to be taken for this intent because of an example
 * @param examples sentences that mean it
 * @param slots what reads its slots
 */
record IntentDefinition(
        String name, List<Rule> rules, Pattern cue, List<String> examples, Slots slots) {
    IntentDefinition {
        rules = List.copyOf(rules);
        examples = List.copyOf(examples);
    }
}
