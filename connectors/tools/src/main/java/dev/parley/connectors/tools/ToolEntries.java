package dev.parley.connectors.tools;

import dev.parley.streams.tool.DescriptorBuilder;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool.Access;
import dev.parley.streams.tool.Tool.Descriptor;
import dev.parley.streams.tool.Tool.Sensitivity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry's entries of the programs that an operator approved. */
public final class ToolEntries {
    private ToolEntries() {}

    /**
     * @param arguments the names of what it takes, all of them needed
     * @param sensitive whether it is asked about first
     * @param idempotent whether it may run again where its outcome isn't known
     * @param sandbox the walls it runs behind, such as {@code bubblewrap}; null for none
     */
    public static Descriptor executing(
            String name,
            String description,
            List<String> arguments,
            boolean sensitive,
            boolean idempotent,
            Duration limit,
            @Nullable String sandbox) {
        DescriptorBuilder entry =
                Descriptor.of(name, description)
                        .takes(
                                arguments.stream()
                                        .map(each -> Schema.required(each, Arguments.spoken(each)))
                                        .toArray(Schema.Property[]::new))
                        .gives(
                                Schema.optional("output", "what it printed"),
                                Schema.optional("done", "that it was done").oneOf("true"))
                        .does(
                                Access.EXECUTE,
                                sensitive ? Sensitivity.SENSITIVE : Sensitivity.PERSONAL)
                        .within(limit);
        if (!idempotent) {
            entry.once();
        }
        if (sandbox != null) {
            entry.inSandbox(sandbox);
        }
        return entry.build();
    }
}
