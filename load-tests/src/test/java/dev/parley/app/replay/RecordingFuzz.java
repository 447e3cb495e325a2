package dev.parley.app.replay;

import dev.parley.app.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A conversation that was attached to a bug report. */
public final class RecordingFuzz {
    private static final Path FILE = file();

    private RecordingFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("parley-fuzz", ".jsonl");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try {
            var unused = RecordingFile.read(FILE).hashCode();
        } catch (UserError refused) {
            // as documented
        }
    }
}
