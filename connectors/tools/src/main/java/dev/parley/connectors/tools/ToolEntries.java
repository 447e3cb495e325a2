package dev.parley.connectors.tools;

import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Descriptor;
import java.time.Duration;
import java.util.List;

/** The registry's entries of the tools that read files or run programs. */
public final class ToolEntries {
    private ToolEntries() {}

    /** Of a tool that only looks. */
    public static Descriptor reading(
            String name,
            String description,
            List<String> required,
            List<String> optional,
            Duration limit) {
        return new Descriptor(
                name, description, required, optional, Access.READ, false, true, limit);
    }

    /**
     * Of a tool that runs a program.
     *
     * @param sensitive whether it is asked about first
     * @param idempotent whether it may run again where its outcome isn't known
     */
    public static Descriptor executing(
            String name,
            String description,
            List<String> required,
            boolean sensitive,
            boolean idempotent,
            Duration limit) {
        return new Descriptor(
                name,
                description,
                required,
                List.of(),
                Access.EXECUTE,
                sensitive,
                idempotent,
                limit);
    }
}
