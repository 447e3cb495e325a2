package dev.parley.connectors.tools;

import dev.parley.connectors.tools.dictionary.DictionaryTool;
import dev.parley.connectors.tools.notebook.ListTool;
import dev.parley.connectors.tools.notebook.Notebooks;
import dev.parley.connectors.tools.notebook.NotesTool;
import dev.parley.connectors.tools.notebook.ProfileTool;
import dev.parley.connectors.tools.notebook.RemindersTool;
import dev.parley.connectors.tools.weather.WeatherConfig;
import dev.parley.connectors.tools.weather.WeatherTool;
import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The registry: a tool that isn't in it can't be called. Immutable. */
public final class Toolbox implements ToolRegistry {
    private final Map<String, Tool> byName = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException if two tools have the same name
     */
    public Toolbox(List<Tool> tools) {
        for (Tool tool : tools) {
            if (byName.putIfAbsent(tool.descriptor().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools are called " + tool.descriptor().name());
            }
        }
    }

    /** The tools that come with Parley; none reaches beyond the process, nor outlasts it. */
    public static Toolbox builtIn() {
        Notebooks notebooks = Notebooks.inMemory();
        return builtIn(() -> notebooks, WeatherConfig.defaults(), List.of());
    }

    /**
     * The tools that come with Parley.
     *
     * @param notebooks opened when a tool is first called that keeps something
     * @param weather whether and where it is looked up
     * @param local those that reach this machine
     * @throws IllegalArgumentException if two tools have the same name
     */
    public static Toolbox builtIn(
            Supplier<Notebooks> notebooks, WeatherConfig weather, List<Tool> local) {
        Places places = new Places();
        List<Tool> all = new ArrayList<>();
        all.addAll(
                List.of(
                        new ClockTool(places),
                        new TimeZoneTool(places),
                        new CalculatorTool(),
                        new UnitsTool(),
                        new HolidaysTool(),
                        new TimerTool(),
                        new ListTool(() -> notebooks.get().lists()),
                        new NotesTool(() -> notebooks.get().notes()),
                        new RemindersTool(() -> notebooks.get().reminders()),
                        new ProfileTool(() -> notebooks.get().traits()),
                        new WeatherTool(weather),
                        new DictionaryTool()));
        all.addAll(local);
        return new Toolbox(all);
    }

    @Override
    public Optional<Tool> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order in which the tools were given. */
    @Override
    public List<Tool.Descriptor> descriptors() {
        return byName.values().stream().map(Tool::descriptor).toList();
    }

    @Override
    public Tool check(String name, Map<String, String> arguments) throws ToolFailureException {
        Tool tool = byName.get(name);
        if (tool == null) {
            throw new ToolFailureException(
                    Reason.UNKNOWN_TOOL, "I have no tool called " + Arguments.echo(name) + ".");
        }
        Schema schema = tool.descriptor().arguments();
        Arguments given = new Arguments(arguments);
        List<String> missing =
                schema.required().stream()
                        .filter(needed -> given.optional(needed).isEmpty())
                        .map(Arguments::spoken)
                        .toList();
        if (!missing.isEmpty()) {
            throw Arguments.refused(
                    "For the %s I need to know the %s."
                            .formatted(Arguments.spoken(name), String.join(" and the ", missing)));
        }
        List<String> unknown =
                arguments.keySet().stream()
                        .filter(argument -> !argument.equals(Tool.HOME))
                        .filter(argument -> schema.property(argument).isEmpty())
                        .map(argument -> Arguments.spoken(Arguments.echo(argument)))
                        .sorted()
                        .toList();
        if (!unknown.isEmpty()) {
            throw Arguments.refused(
                    "The %s doesn't know what to do with the %s."
                            .formatted(Arguments.spoken(name), String.join(" and the ", unknown)));
        }
        for (Schema.Property property : schema.properties()) {
            String value = given.optional(property.name()).orElse("");
            if (!value.isEmpty()) {
                checkValue(property, value);
            }
        }
        return tool;
    }

    private static void checkValue(Schema.Property property, String value)
            throws ToolFailureException {
        String what = Arguments.spoken(property.name());
        if (!property.choices().isEmpty() && !property.choices().contains(value)) {
            throw Arguments.refused(
                    "The %s can be %s, not %s."
                            .formatted(
                                    what,
                                    String.join(" or ", property.choices()),
                                    Arguments.echo(value)));
        }
        if (property.longest() != null && value.length() > property.longest()) {
            throw Arguments.refused("The " + what + " is too long.");
        }
    }
}
