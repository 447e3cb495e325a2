package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.connectors.speech.OpenAiRecognizer;
import dev.parley.connectors.speech.StarterModel;
import dev.parley.connectors.speech.TwoPassRecognizer;
import dev.parley.connectors.speech.VoskRecognizer;
import dev.parley.streams.hearing.SpeechRecognizer;
import dev.parley.streams.hearing.VoiceActivityDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognizersTest {
    private static final String SERVER = "http://127.0.0.1:1/v1";
    private static final VoiceActivityDetector DEAF = () -> frame -> false;

    @TempDir Path models;

    @Test
    void isVoskAloneUnlessTheConfigurationSaysOtherwise() throws IOException {
        try (SpeechRecognizer found = load(Map.of())) {
            assertThat(found).isInstanceOf(VoskRecognizer.class);
        }
    }

    @Test
    void isNeverWhisperBesideTheStarterModel() {
        try (SpeechRecognizer found =
                Recognizers.load(
                        with(
                                Map.of(
                                        "engines.vosk-model",
                                        "starter",
                                        "engines.whisper.url",
                                        SERVER)),
                        models,
                        () -> DEAF)) {
            assertThat(found).isInstanceOf(VoskRecognizer.class);
        }
    }

    @Test
    void isTwoPassesWhereAServerIsNamedBesideAnotherModel() throws IOException {
        try (SpeechRecognizer found = load(Map.of("engines.whisper.url", SERVER))) {
            assertThat(found).isInstanceOf(TwoPassRecognizer.class);
        }
    }

    @Test
    void isWhisperAloneWhereThatIsAskedForEvenBesideTheStarterModel() {
        ParleyConfig config =
                with(
                        Map.of(
                                "engines.vosk-model",
                                "starter",
                                "engines.whisper.url",
                                SERVER,
                                "engines.whisper.alone",
                                "true"));
        try (SpeechRecognizer found = Recognizers.load(config, models, () -> DEAF)) {
            assertThat(found).isInstanceOf(OpenAiRecognizer.class);
        }
        assertThat(Recognizers.told(config, models)).contains("Whisper").endsWith("alone");
    }

    @Test
    void refusesAWhisperModelThatIsNotTheOneThatWasMeant() throws IOException {
        Path file = Files.writeString(models.resolve("ggml.bin"), "no model");

        assertThatThrownBy(
                        () ->
                                load(
                                        Map.of(
                                                "engines.whisper.local.model",
                                                file.toString(),
                                                "engines.whisper.local.sha256",
                                                "0".repeat(64))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("isn't the model that was meant");
    }

    @Test
    void aWhisperModelThatWasChosenAndHasGoneIsASentenceThatNamesTheCure() throws IOException {
        Files.writeString(models.resolve("writing"), "ggml-tiny.en\n");

        assertThatThrownBy(() -> load(Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("parley models use");
    }

    @Test
    void saysWhatHearsAndWhatWritesAfterIt() {
        assertThat(Recognizers.told(with(Map.of("engines.whisper.url", SERVER)), models))
                .doesNotContain("Whisper");
        assertThat(
                        Recognizers.told(
                                with(
                                        Map.of(
                                                "engines.whisper.url",
                                                SERVER,
                                                "engines.vosk-model",
                                                "/model")),
                                models))
                .isEqualTo(
                        "the Vosk model in /model; the final text by Whisper, whisper-1 at "
                                + SERVER);
    }

    @Test
    void waitsForTheSecondPassNoLongerThanTheTurnsSilenceLasts() {
        ParleyConfig config = with(Map.of("turn.silence", "900ms"));

        assertThat(Recognizers.timing(config).latest()).isEqualTo(Duration.ofMillis(800));
    }

    private SpeechRecognizer load(Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>(properties);
        all.put("engines.vosk-model", StarterModel.unpackInto(models).toString());
        return Recognizers.load(with(all), models, () -> DEAF);
    }

    private static ParleyConfig with(Map<String, String> properties) {
        return ParleyConfig.defaults().with(properties);
    }
}
