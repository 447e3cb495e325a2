package dev.parley.connectors.speech;

import dev.parley.connectors.speech.RankedThreads.Rank;
import dev.parley.streams.hearing.SpeechRecognizer;
import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperSamplingStrategy;
import io.github.givimad.whisperjni.WhisperState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whisper in this process: whisper.cpp by io.github.givimad:whisper-jni, with English models. An
 * utterance is recognised as a whole when it ends; what is said of words, times and confidences at
 * {@link OpenAiRecognizer} holds here too. Work that has begun can't be cut off. Safe for use by
 * many threads.
 */
public final class WhisperRecognizer implements SpeechRecognizer {
    /** Below this much sound whisper.cpp hears nothing; 1.1 s. */
    private static final int FEWEST_SAMPLES = 17_600;

    private static final int SAMPLES_A_WINDOW = 30 * 16_000;

    /** Half-frames of 20 ms; with fewer than 512 whisper.cpp loops without end. */
    private static final int FEWEST_FRAMES = 512;

    private static final int MOST_FRAMES = 1_500;
    private static final int SPARE_FRAMES = 64;
    private static final int SAMPLES_A_FRAME = 320;

    /** Making or freeing contexts and states on several threads ends the process. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final WhisperJNI whisper = new WhisperJNI();
    private final WhisperContext context;
    private final BlockingQueue<WhisperState> idle = new LinkedBlockingQueue<>();
    private final NativePool pool;
    private final int threadsEach;
    private final WrittenSpeech written = new WrittenSpeech();
    private boolean closed;

    /**
     * Loads a model, which takes some 300 ms and as much memory as its file is long, and 100 MB.
     *
     * @param model a file in whisper.cpp's format, such as {@code ggml-tiny.en.bin}
     * @param sha256 of that file, in hexadecimal digits; the native loader trusts what it reads, so
     *     nothing else is loaded
     * @param atOnce how many utterances may be recognised at the same moment
     * @param threadsEach processors that one of them may use
     * @throws SpeechModelException if the file isn't there, is another, or can't be loaded
     */
    public WhisperRecognizer(Path model, String sha256, int atOnce, int threadsEach)
            throws SpeechModelException {
        if (atOnce < 1 || threadsEach < 1) {
            throw new IllegalArgumentException("at least one thread for one utterance");
        }
        requireModel(model, sha256);
        this.threadsEach = threadsEach;
        this.context = load(model, atOnce);
        this.pool = new NativePool("whisper", atOnce);
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
                return WhisperRecognizer.this.begin(Rank.PATIENT);
            }

            @Override
            public void close() {}
        };
    }

    private Utterance begin(Rank rank) {
        requireOpen();
        return new WholeUtterance(
                samples -> {
                    requireOpen();
                    String text = pool.call(rank, () -> recognize(samples));
                    return WholeUtterance.transcript(written.spoken(text), samples.length);
                });
    }

    /**
     * Waits for what is being recognised, up to ten seconds. What goes on longer keeps the model
     * and its states in memory until the process ends.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        pool.close(() -> free(context));
    }

    private void free(WhisperContext loaded) {
        synchronized (ONE_AT_A_TIME) {
            idle.forEach(whisper::free);
            whisper.free(loaded);
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the recogniser is closed");
        }
    }

    private String recognize(short[] samples) {
        WhisperState state = Objects.requireNonNull(idle.poll(), "as many states as threads");
        try {
            float[] sound = sound(samples);
            int failed =
                    whisper.fullWithState(
                            context, state, parameters(sound.length), sound, sound.length);
            if (failed != 0) {
                throw new IllegalStateException("whisper.cpp failed: " + failed);
            }
            StringBuilder text = new StringBuilder();
            int segments = whisper.fullNSegmentsFromState(state);
            for (int i = 0; i < segments; i++) {
                text.append(' ').append(whisper.fullGetSegmentTextFromState(state, i));
            }
            return text.toString();
        } finally {
            idle.add(state);
        }
    }

    private static float[] sound(short[] samples) {
        float[] sound = new float[Math.max(FEWEST_SAMPLES, samples.length)];
        for (int i = 0; i < samples.length; i++) {
            sound[i] = samples[i] / 32_768f;
        }
        return sound;
    }

    /** Greedy, without the timestamps' switch, both of which keep it from looping. */
    private WhisperFullParams parameters(int samples) {
        WhisperFullParams parameters = new WhisperFullParams(WhisperSamplingStrategy.GREEDY);
        boolean oneWindow = samples <= SAMPLES_A_WINDOW;
        int frames = Math.ceilDiv(samples, SAMPLES_A_FRAME) + SPARE_FRAMES;
        parameters.nThreads = threadsEach;
        parameters.audioCtx = oneWindow ? Math.clamp(frames, FEWEST_FRAMES, MOST_FRAMES) : 0;
        parameters.singleSegment = oneWindow;
        parameters.language = "en";
        parameters.noContext = true;
        parameters.noTimestamps = false;
        parameters.temperature = 0;
        parameters.temperatureInc = 0;
        parameters.greedyBestOf = 1;
        parameters.suppressBlank = true;
        parameters.printProgress = false;
        parameters.printRealtime = false;
        parameters.printSpecial = false;
        parameters.printTimestamps = false;
        return parameters;
    }

    private WhisperContext load(Path model, int atOnce) throws SpeechModelException {
        synchronized (ONE_AT_A_TIME) {
            @Nullable WhisperContext loaded;
            try {
                WhisperJNI.loadLibrary();
                WhisperJNI.setLibraryLogger(null);
                loaded = whisper.initNoState(model);
            } catch (IOException | LinkageError e) {
                throw new SpeechModelException("Whisper can't load the model " + model, e);
            }
            if (loaded == null) {
                throw new SpeechModelException("Whisper can't load the model " + model);
            }
            for (int i = 0; i < atOnce; i++) {
                @Nullable WhisperState state = whisper.initState(loaded);
                if (state == null) {
                    free(loaded);
                    throw new SpeechModelException(
                            "Whisper has no memory for " + atOnce + " utterances at once");
                }
                idle.add(state);
            }
            return loaded;
        }
    }

    private static void requireModel(Path model, String sha256) throws SpeechModelException {
        if (!Files.isRegularFile(model)) {
            throw new SpeechModelException("there is no Whisper model at " + model);
        }
        String found;
        try (InputStream file = Files.newInputStream(model);
                DigestInputStream digest =
                        new DigestInputStream(file, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            found = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new SpeechModelException("the Whisper model " + model + " can't be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        if (!found.equals(sha256.strip().toLowerCase(Locale.ROOT))) {
            throw new SpeechModelException(
                    model + " isn't the model that was meant: its SHA-256 is " + found);
        }
    }
}
