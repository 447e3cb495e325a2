package dev.parley.streams.tool;

import java.util.List;
import java.util.Optional;

/** The tools that exist; nothing else runs. */
public interface ToolRegistry {
    Optional<Tool> find(String name);

    List<Tool.Descriptor> descriptors();
}
