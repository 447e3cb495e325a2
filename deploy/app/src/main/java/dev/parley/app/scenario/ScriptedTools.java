package dev.parley.app.scenario;

import dev.parley.schemas.event.Tool.Reason;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import dev.parley.streams.tool.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools that there are, some of which do what a scenario says. None is given up: time limits
 * are of real time, which a scenario doesn't depend on.
 */
final class ScriptedTools implements ToolRegistry {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ToolRegistry real;
    private final Map<String, ToolScript> scripts;

    ScriptedTools(ToolRegistry real, Map<String, ToolScript> scripts) {
        this.real = real;
        this.scripts = scripts;
    }

    @Override
    public Optional<Tool> find(String name) {
        return real.find(name).map(this::scripted);
    }

    @Override
    public List<Tool.Descriptor> descriptors() {
        return real.descriptors();
    }

    @Override
    public Tool check(String name, Map<String, String> arguments) throws ToolFailureException {
        return scripted(real.check(name, arguments));
    }

    private Tool scripted(Tool tool) {
        ToolScript script = scripts.get(tool.descriptor().name());
        Tool.Descriptor descriptor = tool.descriptor().within(PATIENCE);
        return script == null ? new Real(descriptor, tool) : new Scripted(descriptor, script);
    }

    private record Real(Descriptor descriptor, Tool tool) implements Tool {
        @Override
        public Map<String, String> call(Map<String, String> arguments, Circumstances circumstances)
                throws ToolFailureException {
            return tool.call(arguments, circumstances);
        }
    }

    private record Scripted(Descriptor descriptor, ToolScript script) implements Tool {
        @Override
        public Map<String, String> call(Map<String, String> arguments, Circumstances circumstances)
                throws ToolFailureException {
            return switch (script) {
                case ToolScript.Answers(Map<String, String> result) -> result;
                case ToolScript.Refuses(String sentence) ->
                        throw new ToolFailureException(Reason.FAULT, sentence);
                case ToolScript.Breaks() -> throw new IllegalStateException("as it was told to");
                case ToolScript.Silent() ->
                        throw new IllegalStateException("its calls don't reach it");
            };
        }
    }
}
