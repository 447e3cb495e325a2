package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whisper, which writes what was said once speech pauses, beside Vosk; off if nothing is set. */
public record WhisperConfig(
        @Setting(
                        "the address of a server that speaks OpenAI's /v1/audio/transcriptions, up"
                                + " to the version: https://api.openai.com/v1; it writes the final"
                                + " text beside Vosk, never with the starter model")
                @Nullable URI url,
        @Setting(value = "the key there; none is sent if not set", secret = true)
                @Nullable String key,
        @Setting("a file that holds that key") @Nullable Path keyFile,
        @Setting("the model that it hears with") String model,
        @Setting("the language that it is told; none if empty") String language,
        @Setting("how long those who can wait do so for its answer") Duration patience,
        @Setting("silence after speech at which it is asked, in audio time") Duration pause,
        @Setting("how many utterances it hears at the same time") int atOnce,
        @Setting(
                        "whether it hears alone, without Vosk before it, also where only the"
                                + " starter model is there; nothing is told before a sentence ends"
                                + " then")
                boolean alone,
        Local local) {
    public WhisperConfig {
        if (url != null && !"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("url must be an http or https address");
        }
        if (key != null && keyFile != null) {
            throw new IllegalArgumentException("key and key-file can't both be set");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("model can't be empty");
        }
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience must be positive");
        }
        if (pause.toMillis() < 20 || pause.toMillis() > 3_000) {
            throw new IllegalArgumentException("pause must be 20 ms to 3 s");
        }
        if (atOnce < 1 || atOnce > 64) {
            throw new IllegalArgumentException("at-once must be 1 to 64");
        }
        if (url != null && local.model() != null) {
            throw new IllegalArgumentException("only one can be set: url or local.model");
        }
    }

    public static WhisperConfig defaults() {
        return new WhisperConfig(
                null,
                null,
                null,
                "whisper-1",
                "en",
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                2,
                false,
                new Local(null, null, 2));
    }

    /** Whether it hears at all. */
    public boolean isOn() {
        return url != null || local.model() != null;
    }

    /** The same with a model that is run in this process. */
    public WhisperConfig here(Path file, String sha256) {
        return new WhisperConfig(
                null,
                null,
                null,
                model,
                language,
                patience,
                pause,
                atOnce,
                alone,
                new Local(file, sha256, local.threads()));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "WhisperConfig[" + url + ", " + model + ", " + local.model() + "]";
    }

    /** Whisper in this process. */
    public record Local(
            @Setting(
                            "the file of an English Whisper model in whisper.cpp's format, run here"
                                    + " instead of on a server; the one of parley models use if"
                                    + " neither is set")
                    @Nullable Path model,
            @Setting("the SHA-256 of that file, without which it isn't loaded")
                    @Nullable String sha256,
            @Setting("how many processors it uses for one utterance") int threads) {
        public Local {
            if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits");
            }
            if (threads < 1 || threads > 64) {
                throw new IllegalArgumentException("threads must be 1 to 64");
            }
            if (model != null && sha256 == null) {
                throw new IllegalArgumentException("model needs sha256 beside it");
            }
        }
    }
}
