package dev.parley.app;

import dev.parley.connectors.reasoning.embedding.MiniLm;
import dev.parley.connectors.reasoning.intent.Evaluation;
import dev.parley.connectors.reasoning.intent.HybridClassifier;
import dev.parley.connectors.reasoning.intent.IntentDocument;
import dev.parley.connectors.reasoning.intent.LearnedModel;
import dev.parley.streams.intent.IntentClassifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Command(
            name = "train",
            description = "Train the model anew from the examples and write it to a file.")
    void train(
            @Parameters(
                            paramLabel = "FILE",
                            defaultValue =
                                    "connectors/reasoning/src/main/resources/dev/parley/connectors/"
                                            + "reasoning/intent/learned.model")
                    Path file) {
        try (MiniLm sentences = encoder.get()) {
            LearnedModel.train(sentences, file);
        }
    }

    @Command(
            name = "evaluate",
            description =
                    "Measure on a set of sentences whose intents are known, and write the figures"
                            + " into a document.")
    void evaluate(
            @Parameters(
                            paramLabel = "SET",
                            index = "0",
                            defaultValue =
                                    "connectors/reasoning/src/test/resources/intents/"
                                            + "evaluation-2026-11-23.tsv")
                    Path set,
            @Parameters(paramLabel = "DOCUMENT", index = "1", defaultValue = "docs/quality.md")
                    Path document) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (MiniLm sentences = encoder.get()) {
            Evaluation evaluation =
                    Evaluation.of(new HybridClassifier(sentences), Evaluation.cases(set));
            new DocumentSection("intents").write(document, evaluation.markdown());
            out.printf(
                    Locale.ROOT,
                    "in scope %.1f %%, out of scope %.1f %%, %.1f ms of CPU a sentence%n",
                    100 * evaluation.accuracyInScope(),
                    100 * evaluation.recallOutOfScope(),
                    evaluation.millis());
            out.flush();
        } catch (IOException e) {
            throw new UserError("The measure failed: " + e.getMessage(), e);
        }
    }

    @Command(name = "document", description = "Print the table of the intents for the documents.")
    void document() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(IntentDocument.table());
        out.flush();
    }
}
