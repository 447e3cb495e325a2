package dev.parley.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file, and the units of its values. */
public final class ConfigurationFuzz {
    private static final Path FILE = file();

    private ConfigurationFuzz() {}

    private static Path file() {
        try {
            Path file = Files.createTempFile("parley-fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            var unused = DurationText.parse(text);
        } catch (IllegalArgumentException refused) {
            // as documented
        }
        try {
            var unused = ByteSize.parse(text);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            // as documented
        }
        Files.write(FILE, input);
        var unused =
                new YamlFile(FILE).read(new PropertyTree(ParleyConfig.defaults()), problem -> {});
    }
}
