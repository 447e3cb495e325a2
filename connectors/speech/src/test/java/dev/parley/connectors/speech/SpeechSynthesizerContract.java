package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.streams.audio.TimeStretch;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every synthesiser keeps to. */
interface SpeechSynthesizerContract {
    SpeechSynthesizer synthesizer();

    @Test
    default void speaksASentenceAloud() {
        // When
        short[] sound = spoken(synthesizer(), "It is ten past four.");

        // Then
        assertThat(sound.length).isBetween(12_000, 72_000);
        assertThat(loudness(sound)).isGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "...", "?!", "<>", "\u0000\u0007", "—"})
    default void whatHasNoWordsMakesNoSound(String sentence) {
        // When
        short[] sound = spoken(synthesizer(), sentence);

        // Then
        assertThat(sound).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<speak><break time=\"9s\"/>hello</speak>",
                "a < b & c > d ]]> <!-- x -->",
                "hello\u0000 world\u001b[31m",
                "caf\u00e9 \ud83d\ude00 na\u00efve",
                "\ud800 half a pair",
                "&lt;&#0;&amp;"
            })
    default void markupAndControlCharactersAreHarmless(String sentence) {
        // Then
        assertThatCode(() -> spoken(synthesizer(), sentence)).doesNotThrowAnyException();
    }

    @Test
    default void stopsWhenNoMoreIsWanted() {
        // Given
        List<short[]> taken = new ArrayList<>();

        // When
        synthesizer()
                .speak(
                        "This sentence is long, and nobody wants to hear it to its end.",
                        samples -> {
                            taken.add(samples);
                            return false;
                        });

        // Then
        assertThat(taken).hasSize(1);
    }

    @Test
    default void speaksToManyAtOnce() throws Exception {
        // When
        List<Future<short[]>> all = new ArrayList<>();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                all.add(lanes.submit(() -> spoken(synthesizer(), "It is ten past four.")));
            }
        }

        // Then
        for (Future<short[]> each : all) {
            assertThat(each.get().length).isBetween(12_000, 72_000);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 1.25, 2})
    default void canBeMadeFasterAndSlowerAndStaysAsLoud(double rate) {
        // Given
        short[] sound = spoken(synthesizer(), "It is ten past four.");

        // When
        short[] paced = paced(sound, rate);

        // Then
        assertThat(paced.length * rate / sound.length).isBetween(0.95, 1.05);
        assertThat(loudness(paced) / loudness(sound)).isBetween(0.85, 1.15);
    }

    static short[] paced(short[] sound, double rate) {
        TimeStretch stretch = new TimeStretch(SpeechSynthesizer.SAMPLE_RATE, rate);
        short[] most = stretch.accept(sound);
        short[] rest = stretch.flush();
        short[] all = Arrays.copyOf(most, most.length + rest.length);
        System.arraycopy(rest, 0, all, most.length, rest.length);
        return all;
    }

    static short[] spoken(SpeechSynthesizer synthesizer, String sentence) {
        List<short[]> pieces = new ArrayList<>();
        synthesizer.speak(
                sentence,
                samples -> {
                    pieces.add(samples);
                    return true;
                });
        short[] all = new short[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (short[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    private static double loudness(short[] sound) {
        int[] wide = new int[sound.length];
        Arrays.setAll(wide, i -> sound[i]);
        return Math.sqrt(Arrays.stream(wide).mapToDouble(s -> (double) s * s).average().orElse(0));
    }
}
