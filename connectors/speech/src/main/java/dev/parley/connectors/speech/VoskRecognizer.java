package dev.parley.connectors.speech;

import dev.parley.connectors.speech.RankedThreads.Rank;
import dev.parley.streams.hearing.SpeechRecognizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/**
 * Vosk (alphacephei.com/vosk): one model shared by all utterances, one native recogniser for each
 * live one. Where Vosk finds an end of speech of its own inside an utterance, what it heard before
 * and after is joined. Safe for use by many threads.
 */
public final class VoskRecognizer implements SpeechRecognizer {
    private static final float SAMPLE_RATE = 16_000f;

    private final Model model;
    private final NativePool pool;
    private boolean closed;

    /**
     * Loads a model, which takes from 50 ms (the starter model) to a few seconds.
     *
     * @param folder a Vosk model
     * @param threads how many utterances may be decoded at the same moment
     * @throws SpeechModelException if there is no whole model in that folder
     */
    public VoskRecognizer(Path folder, int threads) throws SpeechModelException {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        requireModel(folder);
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        this.model = load(folder);
        this.pool = new NativePool("vosk", threads);
    }

    @Override
    public Utterance begin() {
        return begin(Rank.LIVE);
    }

    @Override
    public SpeechRecognizer patient() {
        return new SpeechRecognizer() {
            @Override
            public Utterance begin() {
                return VoskRecognizer.this.begin(Rank.PATIENT);
            }

            @Override
            public void close() {}
        };
    }

    private Utterance begin(Rank rank) {
        return pool.call(
                rank,
                () -> {
                    synchronized (this) {
                        if (closed) {
                            throw new IllegalStateException("the recogniser is closed");
                        }
                        Recognizer recognizer = new Recognizer(model, SAMPLE_RATE);
                        recognizer.setWords(true);
                        return new VoskUtterance(recognizer, rank);
                    }
                });
    }

    /** Utterances still open can only be closed then. */
    @Override
    public void close() {
        pool.close(this::closeModel);
    }

    private synchronized void closeModel() {
        if (!closed) {
            closed = true;
            model.close();
        }
    }

    /** A damaged graph only shows once a recogniser wants it, so one is tried. */
    private static Model load(Path folder) throws SpeechModelException {
        Model loaded = null;
        try {
            loaded = new Model(folder.toString());
            new Recognizer(loaded, SAMPLE_RATE).close();
            return loaded;
        } catch (IOException e) {
            if (loaded != null) {
                loaded.close();
            }
            throw new SpeechModelException("Vosk can't load the model in " + folder, e);
        }
    }

    /** Kaldi's loader is native and trusts what it finds, so the folder is looked at first. */
    private static void requireModel(Path folder) throws SpeechModelException {
        if (!Files.isDirectory(folder)) {
            throw new SpeechModelException("there is no speech model at " + folder);
        }
        if (!anyFilled(folder, "am/final.mdl", "final.mdl")) {
            throw new SpeechModelException(folder + " holds no acoustic model (am/final.mdl)");
        }
        if (!anyFilled(folder, "graph/HCLG.fst", "graph/HCLr.fst", "HCLG.fst", "HCLr.fst")) {
            throw new SpeechModelException(folder + " holds no graph (graph/HCLG.fst or HCLr.fst)");
        }
        // The small published models carry their words inside Gr.fst (vosk-api, model.cc).
        if (!anyFilled(folder, "graph/words.txt", "words.txt", "graph/Gr.fst", "Gr.fst")) {
            throw new SpeechModelException(folder + " holds no words (graph/words.txt or Gr.fst)");
        }
    }

    private static boolean anyFilled(Path folder, String... names) throws SpeechModelException {
        try {
            for (String name : names) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file) && Files.size(file) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new SpeechModelException("the speech model in " + folder + " can't be read", e);
        }
    }

    private final class VoskUtterance implements Utterance {
        private final Recognizer recognizer;
        private final Rank rank;
        private final List<VoskResult> segments = new ArrayList<>();
        private String understood = "";
        private boolean freed;

        VoskUtterance(Recognizer recognizer, Rank rank) {
            this.recognizer = recognizer;
            this.rank = rank;
        }

        @Override
        public @Nullable String accept(short[] samples) {
            if (samples.length == 0) {
                return null;
            }
            return pool.call(
                    rank,
                    () -> {
                        String text = decode(samples);
                        if (text.equals(understood)) {
                            return null;
                        }
                        understood = text;
                        return text;
                    });
        }

        @Override
        public Transcript finish() {
            return pool.call(
                    rank,
                    () -> {
                        synchronized (this) {
                            requireLive();
                            segments.add(VoskResult.last(recognizer.getFinalResult()));
                        }
                        return VoskResult.transcript(segments);
                    });
        }

        @Override
        public synchronized void close() {
            if (!freed) {
                freed = true;
                recognizer.close();
            }
        }

        private synchronized String decode(short[] samples) {
            requireLive();
            if (recognizer.acceptWaveForm(samples, samples.length)) {
                segments.add(VoskResult.last(recognizer.getResult()));
                return VoskResult.text(segments, "");
            }
            return VoskResult.text(segments, VoskResult.partial(recognizer.getPartialResult()));
        }

        private void requireLive() {
            if (freed) {
                throw new IllegalStateException("the utterance is closed");
            }
        }
    }
}
