package dev.parley.connectors.tools.system;

import dev.parley.connectors.tools.Arguments;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolSandbox.Outcome;
import java.util.Map;
import java.util.Optional;

/** What the user is told of a program's end. */
final class ProgramAnswer {
    /** It was ended in the middle of what it did, which may not be repeated. */
    static final class UnclearException extends RuntimeException {
        UnclearException(String ending) {
            super("a program that acts was ended: " + ending);
        }
    }

    private ProgramAnswer() {}

    /**
     * @param acts whether it may have done something that lasts, and may not do it twice
     * @return {@code output}, the text that it printed
     * @throws ToolFailureException if it failed, with a sentence that can be spoken
     * @throws UnclearException if it was ended while it acted
     */
    static Map<String, String> of(String name, Outcome outcome, boolean acts)
            throws ToolFailureException {
        String spoken = Arguments.spoken(name);
        return switch (outcome.ending()) {
            case EXITED -> exited(spoken, outcome);
            case KILLED -> throw ended(acts, Reason.FAULT, outcome, "The %s died.", spoken);
            case FORBIDDEN ->
                    throw ended(
                            acts,
                            Reason.DENIED,
                            outcome,
                            "The %s tried something that no tool may do, so I stopped it.",
                            spoken);
            case TIMED_OUT ->
                    throw ended(
                            acts,
                            Reason.TIMED_OUT,
                            outcome,
                            "The %s took too long, so I stopped it.",
                            spoken);
            case TOO_MUCH_OUTPUT ->
                    throw ended(
                            acts,
                            Reason.FAULT,
                            outcome,
                            "The %s had far too much to say, so I stopped it.",
                            spoken);
        };
    }

    private static Map<String, String> exited(String spoken, Outcome outcome)
            throws ToolFailureException {
        if (outcome.status() != 0) {
            throw new ToolFailureException(Reason.FAULT, "The " + spoken + " didn't work.");
        }
        Optional<String> text = outcome.output().text();
        if (text.isEmpty()) {
            throw new ToolFailureException(
                    Reason.FAULT, "The " + spoken + " answered with something that isn't text.");
        }
        return Map.of("output", text.get().strip());
    }

    private static ToolFailureException ended(
            boolean acts, Reason reason, Outcome outcome, String sentence, String spoken) {
        if (acts) {
            throw new UnclearException(outcome.ending().name());
        }
        return new ToolFailureException(reason, sentence.formatted(spoken));
    }
}
