package dev.parley.app.config;

import dev.parley.streams.stage.Setting;
import org.jspecify.annotations.Nullable;

/** Which engines hear and speak. */
public record EnginesConfig(
        @Setting(
                        "the folder of a Vosk model, or starter; the one of parley models use if"
                                + " not set")
                @Nullable String voskModel,
        @Setting("how many utterances are recognised at the same time") int recognizers,
        @Setting("the address of a Coqui TTS server; the embedded voice if not set")
                @Nullable String coquiUrl,
        @Setting("whether no model is fetched from the network") boolean offline,
        WhisperConfig whisper,
        VoiceConfig voice) {
    public EnginesConfig {
        if (recognizers < 1 || recognizers > 256) {
            throw new IllegalArgumentException("recognizers must be 1 to 256");
        }
        if (voice.named() + (coquiUrl == null ? 0 : 1) > 1) {
            throw new IllegalArgumentException(
                    "only one voice can be set: coqui-url, voice.openai.url or"
                            + " voice.piper.model");
        }
    }

    public static EnginesConfig defaults() {
        return new EnginesConfig(
                null,
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                null,
                false,
                WhisperConfig.defaults(),
                VoiceConfig.defaults());
    }
}
