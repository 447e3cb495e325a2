package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.WhisperConfig;
import dev.parley.app.models.HearingModel;
import dev.parley.app.models.WritingModel;
import dev.parley.connectors.speech.OpenAiRecognizer;
import dev.parley.connectors.speech.SpeechModelException;
import dev.parley.connectors.speech.TwoPassRecognizer;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.connectors.speech.WhisperRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The recogniser that the configuration names: Vosk, with Whisper after it where that is set. */
public final class Recognizers {
    /** Kept of the silence that ends a turn, for all that comes after the final text. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    private Recognizers() {}

    /**
     * @param models where the starter model is unpacked
     * @param detector asked only if there are two passes
     * @throws UserError with a sentence that names the cure, if it can't be loaded
     */
    static SpeechRecognizer load(
            ParleyConfig config, Path models, Supplier<VoiceActivityDetector> detector) {
        HearingModel model = HearingModel.of(config.engines(), models);
        WritingModel writing = WritingModel.of(config.engines(), models);
        if (isAlone(writing)) {
            return whisper(writing.required());
        }
        SpeechRecognizer vosk = vosk(config, models);
        if (!writing.isChosen() || model.isStarter()) {
            return vosk;
        }
        try {
            WhisperConfig whisper = writing.required();
            return new TwoPassRecognizer(
                    vosk, whisper(whisper), detector.get(), timing(config), whisper.atOnce());
        } catch (RuntimeException e) {
            vosk.close();
            throw e;
        }
    }

    /** What hears, for people, to follow "Hearing with". */
    public static String told(ParleyConfig config, Path models) {
        HearingModel hearing = HearingModel.of(config.engines(), models);
        WritingModel writing = WritingModel.of(config.engines(), models);
        if (isAlone(writing)) {
            return writing.told() + ", alone";
        }
        return hearing.told()
                + (writing.isChosen() && !hearing.isStarter()
                        ? "; the final text by " + writing.told()
                        : "");
    }

    private static boolean isAlone(WritingModel writing) {
        return writing.isChosen() && writing.whisper().alone();
    }

    /** The silence that ends a turn is what the second pass may take, so that nobody waits. */
    public static TwoPassRecognizer.Timing timing(ParleyConfig config) {
        Duration silence = config.turn().silence().minus(MARGIN);
        return new TwoPassRecognizer.Timing(
                config.engines().whisper().pause(),
                silence.isNegative() ? Duration.ZERO : silence,
                config.engines().whisper().patience());
    }

    /**
     * Vosk alone.
     *
     * @param models where the starter model is unpacked
     * @throws UserError if it can't be loaded
     */
    public static SpeechRecognizer vosk(ParleyConfig config, Path models) {
        try {
            return new VoskRecognizer(
                    HearingModel.of(config.engines(), models).folder(models),
                    config.engines().recognizers());
        } catch (SpeechModelException e) {
            throw new UserError(
                    e.getMessage() + "; engines.vosk-model or parley models use names another", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whisper alone, which must be on.
     *
     * @throws UserError if it can't be loaded
     */
    public static SpeechRecognizer whisper(WhisperConfig config) {
        URI url = config.url();
        try {
            if (url == null) {
                return new WhisperRecognizer(
                        Objects.requireNonNull(config.local().model()),
                        Objects.requireNonNull(config.local().sha256()),
                        config.atOnce(),
                        config.local().threads());
            }
            String language = config.language().isBlank() ? null : config.language();
            return new OpenAiRecognizer(
                    new OpenAiRecognizer.Endpoint(
                            url, key(config), config.model(), language, config.patience()));
        } catch (SpeechModelException e) {
            throw new UserError(
                    e.getMessage() + "; engines.whisper or parley models use names another", e);
        } catch (IllegalArgumentException e) {
            throw new UserError("engines.whisper: " + e.getMessage(), e);
        }
    }

    private static @Nullable String key(WhisperConfig config) {
        if (config.keyFile() == null) {
            return config.key();
        }
        try {
            return Files.readString(config.keyFile()).strip();
        } catch (IOException e) {
            throw new UserError("engines.whisper.key-file can't be read: " + config.keyFile(), e);
        }
    }
}
