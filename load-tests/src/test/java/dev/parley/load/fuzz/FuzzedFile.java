package dev.parley.load.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for inputs of parsers that read files; it goes with the process. */
public final class FuzzedFile {
    private FuzzedFile() {}

    public static Path ending(String suffix) {
        try {
            Path file = Files.createTempFile("parley-fuzz", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
