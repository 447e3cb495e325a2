package dev.parley.connectors.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Silero's voice activity model, version 5 (github.com/snakers4/silero-vad, MIT), which comes with
 * Parley. The model hears windows of 32 ms, so each frame is given the verdict on the last full
 * window, at most 32 ms old. A window costs about 0.1 ms on the calling thread, too little to be
 * worth handing over to another one. One session serves all streams.
 */
public final class SileroDetector implements VoiceActivityDetector, AutoCloseable {
    private static final String MODEL = "silero/silero_vad_v5.onnx";
    private static final int WINDOW = 512;

    /** What the model wants to see of the window before; without it short words are missed. */
    private static final int CONTEXT = 64;

    /** A session can't make the detector deaf, nor hear speech in everything. */
    private static final float LOWEST_ONSET = 0.05f;

    private static final float HIGHEST_ONSET = 0.95f;

    private static final long[] STATE_SHAPE = {2, 1, 128};
    private static final int STATE_SIZE = 2 * 128;
    private static final long SAMPLE_RATE = 16_000;

    private final OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final OnnxTensor rate;
    private final float onset;
    private final float release;

    /** With the thresholds that were measured to serve best. */
    public SileroDetector() throws SpeechModelException {
        this(0.4f, 0.25f);
    }

    /**
     * @param onset the probability, 0 to 1, at which silence becomes speech
     * @param release the probability below which speech becomes silence
     * @throws SpeechModelException if the model or its runtime can't be loaded
     */
    public SileroDetector(float onset, float release) throws SpeechModelException {
        if (!(release > 0 && release <= onset && onset < 1)) {
            throw new IllegalArgumentException(
                    "thresholds must be 0 < release <= onset < 1: " + release + ", " + onset);
        }
        this.onset = onset;
        this.release = release;
        try (InputStream in = SileroDetector.class.getResourceAsStream(MODEL);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (in == null) {
                throw new SpeechModelException("the voice activity model is missing: " + MODEL);
            }
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = runtime.createSession(in.readAllBytes(), options);
            rate =
                    OnnxTensor.createTensor(
                            runtime, LongBuffer.wrap(new long[] {SAMPLE_RATE}), new long[0]);
        } catch (IOException | OrtException e) {
            throw new SpeechModelException("the voice activity model can't be loaded", e);
        }
    }

    @Override
    public Ear open() {
        return new SileroEar();
    }

    /** Streams must be closed before. */
    @Override
    public void close() {
        rate.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class SileroEar implements Ear {
        private final FloatBuffer input = direct(CONTEXT + WINDOW);
        private final FloatBuffer state = direct(STATE_SIZE);
        private int filled;
        private boolean speech;
        private float wantedOnset = onset;
        private float wantedRelease = release;

        @Override
        public void onset(@Nullable Double probability) {
            float wanted = probability == null ? onset : probability.floatValue();
            wantedOnset = Math.clamp(wanted, LOWEST_ONSET, HIGHEST_ONSET);
            wantedRelease = Math.max(wantedOnset - (onset - release), wantedOnset / 2);
        }

        @Override
        public boolean isSpeech(short[] frame) {
            for (short sample : frame) {
                input.put(CONTEXT + filled, sample / 32_768f);
                if (++filled == WINDOW) {
                    float probability = probability();
                    speech = probability >= (speech ? wantedRelease : wantedOnset);
                    for (int i = 0; i < CONTEXT; i++) {
                        input.put(i, input.get(WINDOW + i));
                    }
                    filled = 0;
                }
            }
            return speech;
        }

        private float probability() {
            try (OnnxTensor window =
                            OnnxTensor.createTensor(
                                    runtime, input, new long[] {1, CONTEXT + WINDOW});
                    OnnxTensor before = OnnxTensor.createTensor(runtime, state, STATE_SHAPE);
                    OrtSession.Result result =
                            session.run(Map.of("input", window, "state", before, "sr", rate))) {
                FloatBuffer after = ((OnnxTensor) result.get(1)).getFloatBuffer();
                float probability = ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
                state.put(0, after, 0, STATE_SIZE);
                return probability;
            } catch (OrtException e) {
                throw new IllegalStateException("the voice activity model failed", e);
            }
        }

        private static FloatBuffer direct(int floats) {
            return ByteBuffer.allocateDirect(floats * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
    }
}
