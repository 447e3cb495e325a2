package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiperVoiceFileTest {
    private static final String VOICE =
            """
            {"audio": {"sample_rate": 16000}, "espeak": {"voice": "en-us"}, "num_speakers": 1,
             "inference": {"noise_scale": 0.5, "length_scale": 1.25, "noise_w": 0.75},
             "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], "a": [14], "\u00e7": [9],
                                "c": [16], "\u0327": [140], "ab": [99]}}
            """;

    @TempDir Path folder;

    @Test
    void saysWhatTheModelMustBeTold() throws Exception {
        // When
        PiperVoiceFile voice = read(VOICE);

        // Then
        assertThat(voice.sampleRate()).isEqualTo(16_000);
        assertThat(voice.espeakVoice()).isEqualTo("en-us");
        assertThat(voice.phonemes()).isEqualTo(PiperVoiceFile.Phonemes.ESPEAK);
        assertThat(voice.scales()).containsExactly(0.5f, 1.25f, 0.75f);
    }

    @Test
    void putsAPadAfterEachSymbolAndLeavesOutWhatTheModelDoesNotKnow() throws Exception {
        // When
        long[] input = read(VOICE).input("a\u0291 \u00e7\ud83d\ude00");

        // Then
        assertThat(input).containsExactly(1, 0, 14, 0, 3, 0, 16, 0, 140, 0, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "no JSON",
                "[1]",
                "{\"audio\": {\"sample_rate\": 16000}, \"espeak\": {\"voice\": \"en\"}}",
                "{\"audio\": {\"sample_rate\": 16000}, \"espeak\": {\"voice\": \"--path=/x\"},"
                        + " \"phoneme_id_map\": {\"_\": [0], \"^\": [1], \"$\": [2]}}",
                "{\"audio\": {\"sample_rate\": 1}, \"espeak\": {\"voice\": \"en\"},"
                        + " \"phoneme_id_map\": {\"_\": [0], \"^\": [1], \"$\": [2]}}",
                "{\"audio\": {\"sample_rate\": 16000}, \"espeak\": {\"voice\": \"en\"},"
                        + " \"phoneme_type\": \"pinyin\","
                        + " \"phoneme_id_map\": {\"_\": [0], \"^\": [1], \"$\": [2]}}"
            })
    void whatDescribesNoVoiceIsRefusedByItsName(String json) {
        // Then
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("joe.onnx.json");
    }

    @Test
    void aMissingModelIsNamed() {
        // Then
        assertThatThrownBy(() -> new PiperVoice(folder.resolve("nobody.onnx"), 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("nobody.onnx");
    }

    @Test
    void aModelThatIsNoneIsNamed() throws Exception {
        // Given
        Files.writeString(folder.resolve("joe.onnx"), "<html>Not found</html>");
        Files.writeString(folder.resolve("joe.onnx.json"), VOICE);

        // Then
        assertThatThrownBy(() -> new PiperVoice(folder.resolve("joe.onnx"), 1))
                .isInstanceOf(SpeechModelException.class)
                .hasMessageContaining("joe.onnx");
    }

    private PiperVoiceFile read(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("joe.onnx.json"), json);
        return PiperVoiceFile.read(file);
    }
}
