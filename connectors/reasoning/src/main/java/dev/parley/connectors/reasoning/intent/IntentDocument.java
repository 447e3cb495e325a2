package dev.parley.connectors.reasoning.intent;

import java.util.Comparator;
import java.util.stream.Collectors;

/** The table of the intents in {@code docs/intents.md}. */
public final class IntentDocument {
    private IntentDocument() {}

    /** A row for each intent, by name, and {@code none} as the last. */
    public static String table() {
        return "| intent | meaning |\n|---|---|\n"
                + LearnedModel.classes().stream()
                        .sorted(
                                Comparator.comparing(
                                                (IntentDefinition each) ->
                                                        each.name().equals("none"))
                                        .thenComparing(IntentDefinition::name))
                        .map(each -> "| `" + each.name() + "` | " + each.meaning() + " |\n")
                        .collect(Collectors.joining());
    }
}
