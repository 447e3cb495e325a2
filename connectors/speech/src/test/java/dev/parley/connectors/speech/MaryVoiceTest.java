package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.streams.audio.Resampler;
import dev.parley.streams.hearing.SpeechRecognizer.Utterance;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaryVoiceTest implements SpeechSynthesizerContract {
    @TempDir static Path folder;
    private static MaryVoice voice;

    @BeforeAll
    static void load() throws Exception {
        voice = new MaryVoice();
    }

    @AfterAll
    static void close() {
        voice.close();
    }

    @Override
    public SpeechSynthesizer synthesizer() {
        return voice;
    }

    @Test
    void comesInPiecesWhileItIsMade() {
        // Given
        List<Integer> lengths = new ArrayList<>();

        // When
        voice.speak(
                "Your timer for ten minutes is set, and I will tell you when it is over.",
                samples -> {
                    lengths.add(samples.length);
                    return true;
                });

        // Then
        assertThat(lengths).hasSizeGreaterThan(10).allMatch(length -> length <= 2_400);
    }

    @Test
    void isUnderstoodByTheStarterModel() throws Exception {
        // Given
        List<String> replies =
                List.of(
                        "It is ten oh four in Tokyo.",
                        "Twelve times seven is eighty four.",
                        "Your timer for ten minutes is set.");

        // When
        WordErrors errors = WordErrors.NONE;
        try (VoskRecognizer recognizer = new VoskRecognizer(StarterModel.unpackInto(folder), 1)) {
            for (String reply : replies) {
                short[] sound =
                        Resampler.convert(
                                SpeechSynthesizerContract.spoken(voice, reply),
                                SpeechSynthesizer.SAMPLE_RATE,
                                16_000);
                try (Utterance utterance = recognizer.begin()) {
                    utterance.accept(sound);
                    String heard = utterance.finish().text();
                    errors = errors.plus(WordErrors.between(reply, heard));
                }
            }
        }

        // Then
        assertThat(errors.rate()).isLessThan(0.1);
    }
}
