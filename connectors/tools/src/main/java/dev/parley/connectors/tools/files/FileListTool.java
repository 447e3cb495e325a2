package dev.parley.connectors.tools.files;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Lists the allowed folder, or a folder in it.
 *
 * <p>Argument: {@code path}, relative to the folder; may be left out. Result: {@code names}, a line
 * each, those of folders with a slash at the end; {@code count}, how many there are, which may be
 * more than are named. What is hidden or no ordinary file isn't told.
 */
public final class FileListTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of("file_list", "Lists the files of the folder that was set up for it.")
                    .takes(Schema.optional("path", "a folder in it, with slashes"))
                    .gives(
                            Schema.required("names", "a line each, of folders with a slash"),
                            Schema.required("count", "how many there are in all"))
                    .does(Access.READ, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(5))
                    .build();

    private final AllowedFolder folder;
    private final int most;

    /**
     * @param folder absolute
     * @param most the most names that are told
     */
    public FileListTool(Path folder, int most) {
        this.folder = new AllowedFolder(folder);
        this.most = most;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        List<String> names = folder.list(new Arguments(slots).optional("path").orElse(""));
        return Map.of(
                "names",
                String.join("\n", names.subList(0, Math.min(most, names.size()))),
                "count",
                Integer.toString(names.size()));
    }
}
