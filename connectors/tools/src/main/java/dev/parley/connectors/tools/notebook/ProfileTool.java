package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Operation;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What users told of themselves.
 *
 * <p>Arguments: {@code action}; {@code trait}, of which {@code name} is known; {@code value} for a
 * new one. The actions and their results:
 *
 * <ul>
 *   <li>{@code set}: {@code trait}, {@code value}, and {@code before} if it was another
 *   <li>{@code get}: {@code trait}, and {@code value} if it was ever set
 * </ul>
 */
public final class ProfileTool implements Tool {
    static final int LONGEST_VALUE = 60;
    private static final String NAME = "name";

    /** What people are called: no markup, and nothing that isn't read aloud. */
    private static final Pattern SPOKEN =
            Pattern.compile(
                    "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .,'\\x{2019}\\x{b7}\\x{200c}\\x{200d}-]*");

    private static final Descriptor DESCRIPTOR =
            Descriptor.of("profile", "Keeps what the user is called.")
                    .takes(
                            Schema.required("action", "what to do with it").oneOf("set", "get"),
                            Schema.required("trait", "what is kept").oneOf("name"),
                            Schema.optional("value", "a new one").upTo(LONGEST_VALUE))
                    .gives(
                            Schema.required("trait", "what is kept"),
                            Schema.optional("value", "if it was ever set"),
                            Schema.optional("before", "if it was another"))
                    .when(Map.of("action", "get"), Access.READ, Sensitivity.PERSONAL)
                    .when(
                            Map.of("action", "set"),
                            Access.WRITE,
                            Sensitivity.PERSONAL,
                            new Operation.Compensation(
                                    "profile",
                                    Map.of(
                                            "action",
                                            "set",
                                            "trait",
                                            "{trait}",
                                            "value",
                                            "{before}")))
                    .does(Access.WRITE, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(10))
                    .build();

    private final Keeper<Trait> keeper;

    /**
     * @param traits opened when they are first asked
     */
    public ProfileTool(Supplier<Notebook<Trait>> traits) {
        this.keeper = new Keeper<>(traits, "name");
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        Arguments arguments = new Arguments(slots);
        String trait = arguments.required("trait");
        if (!trait.equals(NAME)) {
            throw Arguments.refused("I can only remember what you are called.");
        }
        return switch (arguments.required("action")) {
            case "set" -> {
                String value = value(arguments);
                String id = circumstances.call().value() + ".0";
                yield keeper.once(circumstances, all -> told(all, new Trait(id, trait, value)));
            }
            case "get" -> {
                Map<String, String> result = new HashMap<>();
                result.put("trait", trait);
                named(keeper.of(circumstances), trait)
                        .ifPresent(known -> result.put("value", known.text()));
                yield result;
            }
            default -> throw Arguments.refused("I don't know how to do that with a name.");
        };
    }

    private static String value(Arguments arguments) throws ToolFailureException {
        String value = Line.of(arguments.required("value"), "a name", LONGEST_VALUE);
        if (!SPOKEN.matcher(value).matches()) {
            throw Arguments.refused("I can't call you that.");
        }
        return value;
    }

    private static Optional<Trait> named(List<Trait> all, String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static Notebook.Edited<Trait> told(List<Trait> all, Trait wanted) {
        Optional<Trait> known = named(all, wanted.name());
        List<Trait> after = new ArrayList<>(all);
        known.ifPresent(after::remove);
        after.add(wanted);
        Map<String, String> answer = new HashMap<>();
        answer.put("trait", wanted.name());
        answer.put("value", wanted.text());
        known.map(Trait::text)
                .filter(before -> !before.equals(wanted.text()))
                .ifPresent(before -> answer.put("before", before));
        return new Notebook.Edited<>(after, answer);
    }
}
