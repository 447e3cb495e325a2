package dev.parley.streams.tool;

import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Sensitivity;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a tool does.
 *
 * @param when the arguments by which a call is known to be it, with their values; none for whatever
 *     is no other
 * @param question asked aloud before it is done, where that is needed; {@code {list}} stands for an
 *     argument's value. Null for a general one
 * @param compensation what undoes it; null if nothing does
 */
public record Operation(
        Map<String, String> when,
        Access access,
        Sensitivity sensitivity,
        @Nullable String question,
        @Nullable Compensation compensation) {
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z_]+)}");
    private static final int LONGEST_VALUE = 60;

    public Operation {
        when = Map.copyOf(when);
    }

    boolean fits(Map<String, String> arguments) {
        return when.entrySet().stream()
                .allMatch(
                        each -> each.getValue().equals(arguments.getOrDefault(each.getKey(), "")));
    }

    /** The question with the call's own values. */
    public String question(String tool, Map<String, String> arguments) {
        return question == null
                ? "Shall I use the tool called " + tool.replace('_', ' ') + "?"
                : filled(question, arguments);
    }

    private static String filled(String text, Map<String, String> values) {
        return PLACE.matcher(text)
                .replaceAll(
                        place -> {
                            String value = values.getOrDefault(place.group(1), "").strip();
                            return Matcher.quoteReplacement(
                                    value.length() <= LONGEST_VALUE
                                            ? value
                                            : value.substring(0, LONGEST_VALUE) + "…");
                        });
    }

    /**
     * The call that takes an operation back.
     *
     * @param tool which does it
     * @param arguments of that call; {@code {id}} stands for what the call that is undone took or
     *     gave by that name
     */
    public record Compensation(String tool, Map<String, String> arguments) {
        public Compensation {
            arguments = Map.copyOf(arguments);
        }
    }
}
