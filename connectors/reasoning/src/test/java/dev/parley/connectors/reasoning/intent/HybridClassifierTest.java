package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HybridClassifierTest {
    private static final SentenceEncoder FAR = sentence -> new float[] {0, 0};

    /**
     * What holds the word given lies at an angle to what holds "dawdle"; all else is orthogonal.
     */
    private static SentenceEncoder near(String word, double similarity) {
        float other = (float) Math.sqrt(1 - similarity * similarity);
        return sentence ->
                sentence.contains("dawdle")
                        ? new float[] {1, 0}
                        : sentence.contains(word)
                                ? new float[] {(float) similarity, other}
                                : new float[] {0, 1};
    }

    @Test
    void asksOnlyTheRulesOrOnlyTheExamplesWhereToldTo() {
        // Given
        var rules = HybridClassifier.rulesAlone();
        var examples = HybridClassifier.examplesAlone(near("some help", 0.9));

        // Then
        assertThat(rules.classify("what time is it").source()).isEqualTo("rule");
        assertThat(rules.classify("you dawdle").intent()).isEqualTo("none");
        assertThat(examples.classify("what time is it").source()).isNotEqualTo("rule");
        assertThat(examples.classify("you dawdle").intent()).isEqualTo("help");
    }

    @Test
    void takesTheNearestExampleWhereNoRuleMatches() {
        // Given
        var classifier = new HybridClassifier(near("some help", 0.9), 0.5);

        // When
        var found = classifier.classify("you dawdle");

        // Then
        assertThat(found.intent()).isEqualTo("help");
        assertThat(found.source()).isEqualTo("example");
        assertThat(found.confidence()).isBetween(0.85, 0.87);
    }

    @Test
    void isHonestBelowTheThreshold() {
        // Given
        var classifier = new HybridClassifier(near("some help", 0.49), 0.5);

        // When
        var found = classifier.classify("you dawdle");

        // Then
        assertThat(found.intent()).isEqualTo("none");
        assertThat(found.source()).isEqualTo("none");
        assertThat(found.confidence()).isZero();
        assertThat(found.slots()).isEmpty();
    }

    @Test
    void doesNotGuessWithoutTheCue() {
        // Given
        var classifier = new HybridClassifier(near("time zone of dallas", 0.9), 0.5);

        // When
        var found = classifier.classify("dawdle in rome");

        // Then
        assertThat(found.intent()).isEqualTo("none");
    }

    @Test
    void anExampleOfNothingKeepsItFromGuessing() {
        // Given
        var classifier = new HybridClassifier(near("dog", 0.9), 0.5);

        // When
        var found = classifier.classify("you dawdle");

        // Then
        assertThat(found.intent()).isEqualTo("none");
    }

    static List<String> garbage() {
        Random random = new Random(7);
        StringBuilder control = new StringBuilder();
        for (int i = 0; i < 999; i++) {
            control.append((char) random.nextInt(0x20));
        }
        return List.of(
                "",
                " ",
                "?!",
                "a".repeat(100_000),
                "東京は今何時ですか",
                "ما هو الوقت الآن",
                "🙂🙃",
                "\ud800 lone surrogate \udfff",
                control.toString(),
                "um um um please",
                "((((((((((".repeat(99),
                "1+".repeat(499),
                "--".repeat(499),
                "sqrt ".repeat(199),
                "zone is ".repeat(120),
                "stop timer for ".repeat(60),
                "what is ".repeat(120),
                "a ".repeat(499),
                "in ".repeat(330) + "x",
                "how many miles ".repeat(60),
                "hundred and ".repeat(80),
                "point ".repeat(160),
                "^".repeat(999),
                "help help ".repeat(99) + "x",
                "good morning ".repeat(70) + "x",
                "is the list of ".repeat(60));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void answersGarbageQuicklyWithNothing(String text) {
        // Given
        var classifier = new HybridClassifier(FAR);

        // When
        var found =
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> classifier.classify(text));

        // Then
        assertThat(found.intent()).isEqualTo("none");
    }

    @Test
    void neverReadsTextsBeyondAThousandCharacters() {
        // Given
        var classifier = new HybridClassifier(FAR);
        String polite = "what time is it" + " ".repeat(985);

        // When / Then
        assertThat(classifier.classify(polite).intent()).isEqualTo("time");
        assertThat(classifier.classify(polite + " ").intent()).isEqualTo("none");
    }

    @Test
    void refusesAThresholdThatMeansNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HybridClassifier(FAR, 1.2))
                .withMessageContaining("1.2");
    }
}
