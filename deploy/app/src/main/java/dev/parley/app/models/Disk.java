package dev.parley.app.models;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where downloads are written; a test's may be full. */
interface Disk {
    /** How much room there is, in bytes. */
    long free(Path folder) throws IOException;

    /** Opens a file to write on at its end; it is created if need be. */
    OutputStream append(Path file) throws IOException;

    /** The machine's. */
    Disk REAL =
            new Disk() {
                @Override
                public long free(Path folder) throws IOException {
                    return Files.getFileStore(folder).getUsableSpace();
                }

                @Override
                public OutputStream append(Path file) throws IOException {
                    return Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            };
}
