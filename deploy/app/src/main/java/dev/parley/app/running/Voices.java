package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.EnginesConfig;
import dev.parley.app.config.VoiceConfig;
import dev.parley.connectors.speech.CoquiVoice;
import dev.parley.connectors.speech.FixedPhrases;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.connectors.speech.OpenAiVoice;
import dev.parley.connectors.speech.PiperVoice;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.SpokenEnglish;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The voice that the configuration names, the embedded one if it names none, with a memory for the
 * agent's fixed phrases.
 */
final class Voices {
    private static final Duration COQUI_PATIENCE = Duration.ofSeconds(10);

    private Voices() {}

    /**
     * @throws UserError with a sentence that names the cure, if it can't be loaded
     */
    static SpeechSynthesizer load(EnginesConfig config) {
        return new FixedPhrases(
                engine(config),
                FixedPhrases.ofTheAgent(new SpokenEnglish()),
                config.voice().fixedPhrases());
    }

    private static SpeechSynthesizer engine(EnginesConfig config) {
        String coqui = config.coquiUrl();
        if (coqui != null) {
            return new CoquiVoice(
                    new CoquiVoice.Endpoint(URI.create(coqui), "", "", COQUI_PATIENCE));
        }
        VoiceConfig.OpenAi openAi = config.voice().openai();
        URI url = openAi.url();
        if (url != null) {
            return openAi(openAi, url);
        }
        Path piper = config.voice().piper().model();
        try {
            return piper == null
                    ? new MaryVoice()
                    : new PiperVoice(piper, config.voice().piper().threads());
        } catch (SpeechModelException e) {
            throw new UserError("An engine can't be loaded: " + e.getMessage(), e);
        }
    }

    private static SpeechSynthesizer openAi(VoiceConfig.OpenAi config, URI url) {
        try {
            return new OpenAiVoice(
                    new OpenAiVoice.Endpoint(
                            url, key(config), config.model(), config.voice(), config.patience()));
        } catch (IllegalArgumentException e) {
            throw new UserError("engines.voice.openai: " + e.getMessage(), e);
        }
    }

    private static @Nullable String key(VoiceConfig.OpenAi config) {
        if (config.keyFile() == null) {
            return config.key();
        }
        try {
            return Files.readString(config.keyFile()).strip();
        } catch (IOException e) {
            throw new UserError(
                    "engines.voice.openai.key-file can't be read: " + config.keyFile(), e);
        }
    }
}
