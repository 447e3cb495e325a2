package dev.parley.connectors.tools.files;

import dev.parley.streams.stage.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which files tools may read. */
public record FilesConfig(
        @Setting("the folder whose files may be listed and read aloud; if not set, none")
                @Nullable Path folder,
        @Setting(value = "the longest file that is read", unit = "bytes") int longest,
        @Setting(value = "the most names that are listed", unit = "entries") int most) {
    private static final int LONGEST = 8 << 20;

    public FilesConfig {
        if (folder != null && (!folder.isAbsolute() || folder.getNameCount() == 0)) {
            throw new IllegalArgumentException("folder must be an absolute path, not the root");
        }
        if (longest < 1 || longest > LONGEST) {
            throw new IllegalArgumentException("longest must be 1 B to 8MiB");
        }
        if (most < 1 || most > 10_000) {
            throw new IllegalArgumentException("most must be 1 to 10000");
        }
    }

    public static FilesConfig defaults() {
        return new FilesConfig(null, 64 << 10, 100);
    }
}
