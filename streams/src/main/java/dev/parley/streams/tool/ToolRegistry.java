package dev.parley.streams.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that exist; nothing else runs. */
public interface ToolRegistry {
    Optional<Tool> find(String name);

    List<Tool.Descriptor> descriptors();

    /**
     * Checks a call against the tool's descriptor.
     *
     * @return the tool, whose arguments are all there and none unknown
     * @throws ToolFailureException with what is wrong, as a sentence that can be spoken
     */
    Tool check(String name, Map<String, String> arguments) throws ToolFailureException;
}
