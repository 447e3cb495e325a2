package dev.parley.streams.dialogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Sentences to choose from, from files that come along. */
final class Sayings {
    static final List<String> JOKES = read("jokes.txt");
    static final List<String> FACTS = read("facts.txt");

    private Sayings() {}

    private static List<String> read(String file) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        Sayings.class.getResourceAsStream(file), file),
                                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
