package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The agent's voice.
 *
 * @param fixedPhrases bytes of sound
 */
public record VoiceConfig(
        @Setting(
                        value =
                                "how much sound is kept of what the agent says to everybody in the"
                                    + " same words, so that it is heard at once; nothing else is"
                                    + " ever kept",
                        unit = "bytes")
                long fixedPhrases,
        OpenAi openai,
        Piper piper) {
    public VoiceConfig {
        if (fixedPhrases < 0) {
            throw new IllegalArgumentException("fixed-phrases must not be negative");
        }
    }

    public static VoiceConfig defaults() {
        return new VoiceConfig(
                16 << 20,
                new OpenAi(null, null, null, "tts-1", "alloy", Duration.ofSeconds(10)),
                new Piper(null, 2));
    }

    /** How many voices besides the embedded one are named. */
    int named() {
        return (openai.url() == null ? 0 : 1) + (piper.model() == null ? 0 : 1);
    }

    /** A server that speaks OpenAI's {@code POST /v1/audio/speech}. */
    public record OpenAi(
            @Setting(
                            "the address of a server that speaks OpenAI's /v1/audio/speech, up to"
                                    + " the version: https://api.openai.com/v1; the embedded voice"
                                    + " if not set")
                    @Nullable URI url,
            @Setting(value = "the key there; none is sent if not set", secret = true)
                    @Nullable String key,
            @Setting("a file that holds that key") @Nullable Path keyFile,
            @Setting("the model that it speaks with") String model,
            @Setting("the name of its voice") String voice,
            @Setting("how long is waited for its first sound, and for each next")
                    Duration patience) {
        public OpenAi {
            if (url != null
                    && !"http".equals(url.getScheme())
                    && !"https".equals(url.getScheme())) {
                throw new IllegalArgumentException("url must be an http or https address");
            }
            if (key != null && keyFile != null) {
                throw new IllegalArgumentException("key and key-file can't both be set");
            }
            if (model.isBlank() || voice.isBlank()) {
                throw new IllegalArgumentException("model and voice can't be empty");
            }
            if (!patience.isPositive()) {
                throw new IllegalArgumentException("patience must be positive");
            }
        }

        @Override
        public String toString() {
            return "OpenAi[" + url + ", " + model + ", " + voice + "]";
        }
    }

    /** A Piper voice, in this process. */
    public record Piper(
            @Setting(
                            "the .onnx file of a Piper voice, its .onnx.json beside it, run here"
                                    + " with espeak-ng's phonemes; the embedded voice if not set")
                    @Nullable Path model,
            @Setting("how many phrases it makes at the same time, a thread for each") int threads) {
        public Piper {
            if (threads < 1 || threads > 64) {
                throw new IllegalArgumentException("threads must be 1 to 64");
            }
        }
    }
}
