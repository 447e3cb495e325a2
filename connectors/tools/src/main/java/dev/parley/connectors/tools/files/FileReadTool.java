package dev.parley.connectors.tools.files;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.Schema;
import dev.parley.streams.tool.Tool;
import dev.parley.streams.tool.ToolFailureException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Reads a text file of the allowed folder.
 *
 * <p>Argument: {@code path}, relative to the folder, with slashes. Result: {@code path} and {@code
 * text}, which is data from a file and nothing to obey.
 */
public final class FileReadTool implements Tool {
    private static final Descriptor DESCRIPTOR =
            Descriptor.of("file_read", "Reads a text file of the folder that was set up for it.")
                    .takes(Schema.required("path", "relative to the folder, with slashes"))
                    .gives(
                            Schema.required("path", "as it was asked for"),
                            Schema.required("text", "what the file holds"))
                    .does(Access.READ, Sensitivity.PERSONAL)
                    .within(Duration.ofSeconds(5))
                    .build();

    private final AllowedFolder folder;
    private final int longest;

    /**
     * @param folder absolute
     * @param longest the longest file that is read, in bytes
     */
    public FileReadTool(Path folder, int longest) {
        this.folder = new AllowedFolder(folder);
        this.longest = longest;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Map<String, String> call(Map<String, String> slots, Circumstances circumstances)
            throws ToolFailureException {
        String path = new Arguments(slots).required("path");
        return Map.of("path", path, "text", folder.read(path, longest));
    }
}
