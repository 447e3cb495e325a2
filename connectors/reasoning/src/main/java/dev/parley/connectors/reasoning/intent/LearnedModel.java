package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The model that comes along, trained beforehand from the examples that come along. */
public final class LearnedModel {
    static final String FILE = "learned.model";

    private static final class Loaded {
        private static final LinearModel MODEL = read();
    }

    private LearnedModel() {}

    /** Read once, at the first use. */
    static LinearModel learned() {
        return Loaded.MODEL;
    }

    /** Trains the model anew from the examples of the class path and writes it to the file. */
    public static void train(SentenceEncoder encoder, Path file) {
        LinearModel trained = Training.of(classes(), encoder);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            trained.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every intent and {@code none}. */
    static List<IntentDefinition> classes() {
        return Stream.concat(Intents.all().stream(), Stream.of(Intents.outOfScope())).toList();
    }

    private static LinearModel read() {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(
                                Objects.requireNonNull(
                                        LearnedModel.class.getResourceAsStream(FILE), FILE)))) {
            return LinearModel.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
