package dev.parley.app;

import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.streams.intent.IntentClassifier;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** Says which intent each line of its input has. */
@Command(
        name = "intents",
        description =
                "Say which intent each line of the input (UTF-8) has: intent, confidence and text,"
                    + " with tabs between them.")
final class IntentsCommand implements Runnable {
    private final Supplier<MiniLm> encoder;
    private final InputStream input;

    @Spec private @Nullable CommandSpec spec;

    IntentsCommand(Supplier<MiniLm> encoder) {
        this(encoder, System.in);
    }

    IntentsCommand(Supplier<MiniLm> encoder, InputStream input) {
        this.encoder = encoder;
        this.input = input;
    }

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (MiniLm sentences = encoder.get()) {
            classify(new HybridClassifier(sentences), out);
        }
    }

    private void classify(IntentClassifier classifier, PrintWriter out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null && !out.checkError()) {
                IntentClassifier.Classification found = classifier.classify(line);
                out.printf(Locale.ROOT, "%s\t%.2f\t%s%n", found.intent(), found.confidence(), line);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
