package dev.parley.app.replay;

import dev.parley.app.UserError;
import dev.parley.load.fuzz.FuzzedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A conversation that was attached to a bug report. */
public final class RecordingFuzz {
    private static final Path FILE = FuzzedFile.ending(".jsonl");

    private RecordingFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            var unused = RecordingFile.read(FILE).hashCode();
        } catch (UserError refused) {
            // as documented
        }
    }
}
