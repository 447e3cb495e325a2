package dev.parley.connectors.tools;

import dev.parley.streams.tool.Schema.Property;
import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Descriptor;
import dev.parley.streams.tool.Tool.Sensitivity;
import java.time.Duration;

/** The registry's entries of the tools that read files or run programs. */
public final class ToolEntries {
    private ToolEntries() {}

    /** Of a tool that only looks. */
    public static Descriptor reading(
            String name, String description, Duration limit, Property... arguments) {
        return Descriptor.of(name, description)
                .takes(arguments)
                .does(Access.READ, Sensitivity.PERSONAL)
                .within(limit)
                .build();
    }

    /**
     * Of a tool that runs a program.
     *
     * @param sensitive whether what it does can't be mended
     * @param idempotent whether it may run again where its outcome isn't known
     */
    public static Descriptor executing(
            String name,
            String description,
            boolean sensitive,
            boolean idempotent,
            Duration limit,
            Property... arguments) {
        var entry =
                Descriptor.of(name, description)
                        .takes(arguments)
                        .does(
                                Access.EXECUTE,
                                sensitive ? Sensitivity.SENSITIVE : Sensitivity.PERSONAL)
                        .within(limit);
        return idempotent ? entry.build() : entry.once().build();
    }
}
