package dev.parley.connectors.reasoning.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.parley.streams.stage.PassingFaultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * all-MiniLM-L6-v2: 384 dimensions, vectors of length one. Loading takes about a second of CPU, a
 * sentence a few milliseconds on one thread. Safe for use by many threads.
 *
 * <p>The tokeniser's native library is unpacked once, into the folder that the first instance of
 * the JVM names; nothing is fetched from a network.
 */
public final class MiniLm implements SentenceEncoder, AutoCloseable {
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final ExecutorService threads;
    private final OrtSession session;
    private final Model model;

    /**
     * @param unpackInto a folder for the tokeniser's native library (10 MB); made if it is missing
     * @param threads how many sentences are encoded side by side, 1 or more
     * @throws UncheckedIOException if the folder can't be written
     * @throws IllegalStateException if the model can't be loaded
     */
    public MiniLm(Path unpackInto, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
        }
        keepTheTokenizerIn(unpackInto);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        this.session = open(environment);
        try (InputStream tokenizer = resource(TOKENIZER)) {
            this.model =
                    new Model(
                            new OnnxBertBiEncoder(
                                    environment, session, tokenizer, PoolingMode.MEAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.threads =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("minilm-", 0).daemon().factory());
    }

    /** As the other constructor, with the JVM's temporary folder and two threads. */
    public static MiniLm inTemporaryFolder() {
        return new MiniLm(Path.of(System.getProperty("java.io.tmpdir"), "parley-tokenizers"), 2);
    }

    /**
     * @throws PassingFaultException if the waiting thread was interrupted, or this is closed
     */
    @Override
    public float[] encode(String sentence) {
        Future<float[]> vector;
        try {
            vector = threads.submit(() -> model.embed(sentence).content().vector());
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw new PassingFaultException("The sentence encoder is closed", e);
        }
        try {
            return vector.get();
        } catch (InterruptedException e) {
            vector.cancel(false);
            Thread.currentThread().interrupt();
            throw new PassingFaultException("Interrupted while a sentence was encoded", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sentence encoder failed", e.getCause());
        }
    }

    /** Lets what runs finish, then frees the model. */
    @Override
    public void close() {
        threads.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("The sentence encoder could not be closed", e);
        }
    }

    private static void keepTheTokenizerIn(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty("ENGINE_CACHE_DIR", folder.toString());
        System.setProperty("DJL_CACHE_DIR", folder.toString());
        System.setProperty("ai.djl.offline", "true");
    }

    private static OrtSession open(OrtEnvironment environment) {
        try (InputStream in = resource(MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return environment.createSession(in.readAllBytes(), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OrtException e) {
            throw new IllegalStateException("The sentence encoder could not be loaded", e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream(name), name);
    }

    private static final class Model extends AbstractInProcessEmbeddingModel {
        private final OnnxBertBiEncoder encoder;

        Model(OnnxBertBiEncoder encoder) {
            super(Runnable::run);
            this.encoder = encoder;
        }

        @Override
        protected OnnxBertBiEncoder model() {
            return encoder;
        }

        @Override
        protected Integer knownDimension() {
            return 384;
        }
    }
}
