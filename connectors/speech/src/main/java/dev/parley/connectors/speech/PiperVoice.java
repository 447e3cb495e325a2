package dev.parley.connectors.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.parley.connectors.speech.RankedThreads.Rank;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A Piper voice (github.com/OHF-Voice/piper1-gpl) in the JVM: the model on ONNX Runtime, phonemes
 * by {@code espeak-ng}. A model makes a phrase's sound at one go, so a long sentence is spoken
 * phrase by phrase, and the first is heard while the next is made. A bounded number of platform
 * threads does both; the sink is called by the thread that asked. Between phrases, whoever can wait
 * gives way to a conversation. The same sentence sounds a little different each time.
 */
public final class PiperVoice implements SpeechSynthesizer {

    private final PiperVoiceFile voice;
    private final EspeakPhonemes phonemes;
    private final NativePool pool;
    private final OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /**
     * Loads the voice and lets it say something nobody hears, so that the first sentence comes as
     * fast as the others; takes about a second.
     *
     * @param model the {@code .onnx} file; its description is beside it, {@code .onnx.json}
     * @param threads how many phrases are made at the same time
     * @throws SpeechModelException if a file is missing or no Piper voice, or espeak-ng isn't
     *     installed
     */
    public PiperVoice(Path model, int threads) throws SpeechModelException {
        if (!Files.isRegularFile(model)) {
            throw new SpeechModelException("there is no Piper voice: " + model);
        }
        voice = PiperVoiceFile.read(model.resolveSibling(model.getFileName() + ".json"));
        phonemes = new EspeakPhonemes(voice.espeakVoice());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = runtime.createSession(model.toString(), options);
        } catch (OrtException e) {
            throw new SpeechModelException("the Piper voice can't be loaded: " + model, e);
        }
        if (!session.getInputNames().contains("scales")) {
            closeSession();
            throw new SpeechModelException("no Piper voice, though a model: " + model);
        }
        pool = new NativePool("piper", threads);
        try {
            phonemes.of("It is ten past four.");
            speak("It is ten past four.", samples -> true);
        } catch (IOException e) {
            close();
            throw new SpeechModelException(
                    "a Piper voice needs the program espeak-ng (Debian: apt-get install espeak-ng)",
                    e);
        } catch (PassingFaultException e) {
            close();
            throw new SpeechModelException("the Piper voice is mute: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new SpeechModelException("interrupted while a voice was loaded", e);
        }
    }

    /**
     * Speaks a sentence; one without letters or digits makes no sound. If the calling thread is
     * interrupted, it stops after the phrase at hand and stays interrupted.
     */
    @Override
    public void speak(String sentence, Sink sink) {
        speak(Rank.LIVE, sentence, sink);
    }

    @Override
    public SpeechSynthesizer patient() {
        return (sentence, sink) -> speak(Rank.PATIENT, sentence, sink);
    }

    private void speak(Rank rank, String sentence, Sink sink) {
        for (String phrase : Phrases.of(SpeakableText.of(sentence))) {
            short[] sound = pool.call(rank, () -> sound(phrase));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (!Pieces.give(sound, sink)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        pool.close(this::closeSession);
    }

    private void closeSession() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private short[] sound(String phrase) {
        try {
            String spoken =
                    switch (voice.phonemes()) {
                        case ESPEAK -> phonemes.of(phrase);
                        case TEXT -> phrase;
                    };
            return Resampler.convert(samples(voice.input(spoken)), voice.sampleRate(), SAMPLE_RATE);
        } catch (IOException | OrtException e) {
            throw new PassingFaultException("the voice failed: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new short[0];
        }
    }

    private short[] samples(long[] input) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input", tensor(input, 1, input.length));
            inputs.put("input_lengths", tensor(new long[] {input.length}, 1));
            inputs.put(
                    "scales",
                    OnnxTensor.createTensor(
                            runtime, FloatBuffer.wrap(voice.scales()), new long[] {3}));
            if (voice.speakers() > 1) {
                inputs.put("sid", tensor(new long[] {0}, 1));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                FloatBuffer wave = ((OnnxTensor) result.get(0)).getFloatBuffer();
                short[] samples = new short[wave.remaining()];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] =
                            (short)
                                    Math.clamp(
                                            Math.round(wave.get(i) * 32_767f),
                                            Short.MIN_VALUE,
                                            Short.MAX_VALUE);
                }
                return samples;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(runtime, LongBuffer.wrap(values), shape);
    }
}
