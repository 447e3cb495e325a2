package dev.parley.connectors.reasoning.intent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code NAME.intent}. A line is a comment ({@code #}), {@code meaning: LINE}, {@code rule
 * CONFIDENCE: REGEX} or {@code example: SENTENCE}. In a regex, {@code {place}} stands for the name
 * of a place, captured as {@code place}, {@code {now}} for an optional "right now" and the like.
 */
final class IntentFile {
    private static final Map<String, String> SHORTHANDS =
            Map.of(
                    "{place}",
                    "(?<place>[\\p{L}][\\p{L}\\p{M}' ]{1,40}?)",
                    "{now}",
                    "(?: (?:right now|now|currently|at the moment|at present|today|over"
                            + " there|there|here|then))*",
                    "{day}",
                    "(?:today|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)");

    private IntentFile() {}

    static IntentDefinition read(String name, Slots slots) {
        List<Rule> rules = new ArrayList<>();
        List<String> examples = new ArrayList<>();
        String meaning = "";
        for (String line : lines(name)) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? line : line.substring(0, colon).strip();
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (key.startsWith("rule ")) {
                rules.add(new Rule(pattern(value), Double.parseDouble(key.substring(5))));
            } else {
                switch (key) {
                    case "meaning" -> meaning = value;
                    case "example" -> examples.add(value);
                    default ->
                            throw new IllegalArgumentException(
                                    name + ".intent: unknown line: " + line);
                }
            }
        }
        return new IntentDefinition(name, meaning, rules, examples, slots);
    }

    private static Pattern pattern(String regex) {
        String written = regex;
        for (var shorthand : SHORTHANDS.entrySet()) {
            written = written.replace(shorthand.getKey(), shorthand.getValue());
        }
        return Pattern.compile(written);
    }

    private static List<String> lines(String name) {
        try (InputStream in = IntentFile.class.getResourceAsStream(name + ".intent")) {
            if (in == null) {
                throw new IllegalArgumentException(name + ".intent is missing");
            }
            try (var reader =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return reader.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
