package dev.parley.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that a command writes, between two comments. */
public record DocumentSection(String name) {
    public void write(Path document, String text) throws IOException {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        String before = Files.readString(document, StandardCharsets.UTF_8);
        int from = before.indexOf(begin);
        int to = before.indexOf(end);
        if (from < 0 || to < from) {
            throw new UserError(document + " has no place for it: " + begin.strip());
        }
        Files.writeString(
                document,
                before.substring(0, from + begin.length()) + text + before.substring(to),
                StandardCharsets.UTF_8);
    }
}
