package dev.parley.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed document that is made from the code. Run with {@code -Dparley.docs.write=true} to
 * write it anew.
 */
public record GeneratedDocument(String name) {
    public void holds(String generated) throws IOException {
        Path file = Path.of("../../docs").resolve(name);
        if (Boolean.getBoolean("parley.docs.write")) {
            Files.writeString(file, generated);
        }
        assertThat(file).as("docs/%s, written by -Dparley.docs.write=true", name).exists();
        assertThat(Files.readString(file))
                .as("docs/%s as the code has it (-Dparley.docs.write=true writes it anew)", name)
                .isEqualTo(generated);
    }
}
