package dev.parley.app.config;

import dev.parley.load.fuzz.FuzzedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file, and the units of its values. */
public final class ConfigurationFuzz {
    private static final Path FILE = FuzzedFile.ending(".yaml");

    private ConfigurationFuzz() {}

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
