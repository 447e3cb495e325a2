package dev.parley.streams.dialogue;

import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Tool;
import dev.parley.streams.dialogue.DialogueState.ClientFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that a session's client runs, and what is said of their results. */
final class ClientFunctions {
    private static final String OUTPUT = "output";
    private static final int MOST_CHARACTERS = 600;

    private ClientFunctions() {}

    static DialogueState.Client declared(
            DialogueState.Client before, Control.ToolsDeclared declaration) {
        return before.running(
                declaration.tools().stream()
                        .map(
                                tool ->
                                        new ClientFunction(
                                                tool.name(), tool.parameters(), tool.required()))
                        .toList(),
                declaration.choice());
    }

    /** Calls the function that was chosen, if what it can't do without is among the slots. */
    static Optional<Plan.Ask> chosen(DialogueState.Client client, Map<String, String> slots) {
        return client.functions().stream()
                .filter(function -> function.name().equals(client.choice()))
                .filter(function -> slots.keySet().containsAll(function.required()))
                .findFirst()
                .map(
                        function -> {
                            Map<String, String> arguments = new HashMap<>(slots);
                            arguments.keySet().retainAll(function.parameters());
                            return new Plan.Ask(Tool.CLIENTS + function.name(), arguments);
                        });
    }

    /** What is said of a result: itself, where it is words and not data. */
    static List<String> said(Map<String, String> result) {
        String output = result.getOrDefault(OUTPUT, "").strip();
        boolean words = !output.isEmpty() && !output.startsWith("{") && !output.startsWith("[");
        if (!words) {
            return List.of("That is done.");
        }
        return List.of(
                output.length() <= MOST_CHARACTERS ? output : output.substring(0, MOST_CHARACTERS));
    }
}
