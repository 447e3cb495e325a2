package dev.parley.connectors.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.connectors.speech.HearingEvaluation.Condition;
import dev.parley.connectors.speech.HearingEvaluation.Spoken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HearingEvaluationTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 10, 5})
    void noiseIsAsLoudAsItIsSaidToBe(int decibels) {
        // Given
        short[] tone = tone();

        // When
        short[] noisy = HearingEvaluation.noisy(tone, decibels, 1);

        // Then
        double noise = 0;
        double sound = 0;
        for (int i = 0; i < tone.length; i++) {
            noise += Math.pow(noisy[i] - tone[i], 2);
            sound += Math.pow(tone[i], 2);
        }
        assertThat(10 * Math.log10(sound / noise)).isCloseTo(decibels, within(0.3));
        assertThat(HearingEvaluation.noisy(tone, decibels, 1)).isEqualTo(noisy);
    }

    @Test
    void aLineTakesAwayWhatIsAboveFourKilohertz() {
        // Given
        short[] high = new short[16_000];
        for (int i = 0; i < high.length; i++) {
            high[i] = (short) (8_000 * Math.sin(2 * Math.PI * 6_000 * i / 16_000));
        }

        // Then
        assertThat(loudness(HearingEvaluation.throughALine(high))).isLessThan(400);
        assertThat(loudness(HearingEvaluation.throughALine(tone())))
                .isCloseTo(loudness(tone()), within(300.0));
    }

    @Test
    void countsTheWrongWordsOfEachEngineOnEachSet() {
        // Given
        HearingEvaluation evaluation =
                new HearingEvaluation(
                        List.of(new Spoken("people", "a.wav", "10 past four.", tone())),
                        List.of(Condition.values()));
        AtomicInteger count = new AtomicInteger();
        ScriptedRecognizer engine =
                new ScriptedRecognizer(
                        sound -> count.getAndIncrement() % 5 == 0 ? "ten past four" : "ten four");
        List<String> told = new ArrayList<>();

        // When
        evaluation.measure("scripted", engine, (name, done, of) -> told.add(done + "/" + of));

        // Then
        assertThat(evaluation.markdown())
                .contains("| scripted | people | 3 | 0.0 % | 33.3 % | 33.3 % | 33.3 % | 33.3 % |");
        assertThat(told).containsExactly("1/5", "2/5", "3/5", "4/5", "5/5");
    }

    @Test
    void hearsUnderNoOtherConditionsThanItIsAsked() {
        // Given
        HearingEvaluation evaluation =
                new HearingEvaluation(
                        List.of(new Spoken("people", "a.wav", "ten past four", tone())),
                        List.of(Condition.LINE, Condition.NOISE_10));
        ScriptedRecognizer engine = ScriptedRecognizer.saying("ten past four");

        // When
        evaluation.measure("scripted", engine, (name, done, of) -> {});

        // Then
        assertThat(engine.heard).hasSize(2);
        assertThat(evaluation.markdown())
                .contains("| engine | recordings | words | noise, 10 dB | 8 kHz line |")
                .contains("| scripted | people | 3 | 0.0 % | 0.0 % |");
    }

    /** Whisper's text stands where it can be, as {@link TwoPassRecognizer} decides. */
    @Test
    void worksOutTwoPassesFromWhatTheTwoHeardWithoutAskingThemAgain() {
        // Given
        HearingEvaluation evaluation =
                new HearingEvaluation(
                        List.of(
                                new Spoken("people", "a.wav", "ten past four", tone()),
                                new Spoken("people", "b.wav", "half past nine", tone())),
                        List.of(Condition.AS_RECORDED));
        ScriptedRecognizer first = ScriptedRecognizer.saying("half past four");
        AtomicInteger count = new AtomicInteger();
        ScriptedRecognizer second =
                new ScriptedRecognizer(
                        sound -> count.getAndIncrement() == 0 ? "ten past four" : "");
        evaluation.measure("first", first, (name, done, of) -> {});
        evaluation.measure("second", second, (name, done, of) -> {});

        // When
        evaluation.combine("both", "first", "second", () -> frame -> frame[0] != 0);

        // Then
        assertThat(evaluation.markdown())
                .contains("| first | people | 6 | 33.3 % |")
                .contains("| second | people | 6 | 50.0 % |")
                .contains("| both | people | 6 | 16.7 % |");
        assertThat(second.heard).hasSize(2);
    }

    private static short[] tone() {
        short[] tone = new short[16_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }
        return tone;
    }

    private static double loudness(short[] samples) {
        double power = 0;
        for (short sample : samples) {
            power += (double) sample * sample;
        }
        return Math.sqrt(power / samples.length);
    }
}
