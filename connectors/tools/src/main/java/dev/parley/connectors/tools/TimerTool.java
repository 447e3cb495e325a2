package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * Checks a timer before it is set; setting it is the dialogue's event, so that a call may be
 * repeated.
 *
 * <p>Arguments: {@code duration}, ISO-8601, one second to 24 hours; {@code label}, at most {@value
 * #LONGEST_LABEL} characters, may be left out. Result: both, the duration in its normal form.
 */
public final class TimerTool implements Tool {
    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofHours(24);
    static final int LONGEST_LABEL = 100;
    private static final int LONGEST_TEXT = 40;

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("timer", "Sets a timer that rings after a while.")
                    .takes(
                            Schema.required("duration", "one second to 24 hours").as("duration"),
                            Schema.optional("label", "what it is for"))
                    .gives(
                            Schema.required("duration", "in its normal form").as("duration"),
                            Schema.optional("label", "what it is for"))
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .build();

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        Duration duration = duration(arguments.required("duration"));
        String label = arguments.optional("label").orElse("");
        if (label.length() > LONGEST_LABEL) {
            throw Arguments.refused("That name is too long for a timer.");
        }
        return label.isEmpty()
                ? Map.of("duration", duration.toString())
                : Map.of("duration", duration.toString(), "label", label);
    }

    private static Duration duration(String said) throws ToolFailureException {
        Duration duration;
        try {
            if (said.length() > LONGEST_TEXT) {
                throw Arguments.refused("I didn't understand how long the timer should run.");
            }
            duration = Duration.parse(said);
        } catch (DateTimeParseException unreadable) {
            throw Arguments.refused("I didn't understand how long the timer should run.");
        }
        if (duration.compareTo(SHORTEST) < 0) {
            throw Arguments.refused("A timer must run for at least one second.");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw Arguments.refused("A timer can run for at most 24 hours.");
        }
        return duration;
    }
}
