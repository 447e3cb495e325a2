package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What an installation has logged. */
final class LogFile {
    private LogFile() {}

    static String text(LocalInstallation parley) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(parley.logFile().getParent())) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** Nothing that was said, heard or answered may be in any log. */
    static void assertHoldsNoneOf(LocalInstallation parley, List<String> phrases)
            throws IOException {
        String text = text(parley).toLowerCase(java.util.Locale.ROOT);
        assertThat(phrases).isNotEmpty().noneMatch(text::contains);
    }
}
