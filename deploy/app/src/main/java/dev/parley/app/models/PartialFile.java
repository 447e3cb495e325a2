package dev.parley.app.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came of a download so far, and which version of the source it is of.
 *
 * @param path holds the bytes; beside it, in {@code .version}, stands the version
 */
record PartialFile(Path path) {
    /** How many bytes there are to go on from; none unless their version is known. */
    long begun() throws IOException {
        if (version().isPresent() && Files.isRegularFile(path)) {
            return Files.size(path);
        }
        discard();
        return 0;
    }

    /** For If-Range (RFC 9110, section 13.1.5): a strong entity tag or a date. */
    Optional<String> version() throws IOException {
        return Files.isRegularFile(versionFile())
                ? Optional.of(Files.readString(versionFile())).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Begins anew, with this version. */
    void beginAnew(Optional<String> version) throws IOException {
        discard();
        if (version.isPresent()) {
            Files.writeString(versionFile(), version.get(), StandardCharsets.UTF_8);
        }
    }

    void discard() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(versionFile());
    }

    private Path versionFile() {
        return path.resolveSibling(path.getFileName() + ".version");
    }
}
