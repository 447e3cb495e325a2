package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HybridClassifierTest {
    private static final SentenceEncoder FAR = sentence -> new float[384];

    /** What holds the word "dawdle" lies in one direction, all else in the other. */
    private static final SentenceEncoder DAWDLE =
            sentence -> sentence.contains("dawdle") ? new float[] {1, 0} : new float[] {0, 1};

    /** Help lies where "dawdle" does, none elsewhere; the higher the weight, the surer. */
    private static LinearModel help(float weight) {
        return new LinearModel(
                "",
                List.of("help", "none"),
                List.of(),
                new float[][] {{weight, 0, 0}, {0, weight, 0}});
    }

    private static HybridClassifier classifier(boolean rules, float weight) {
        return new HybridClassifier(rules, Optional.of(DAWDLE), help(weight), 0.7);
    }

    @Test
    void asksOnlyTheRulesOrOnlyTheModelWhereToldTo() {
        // Given
        var rules = HybridClassifier.rulesAlone();
        var examples = classifier(false, 1);

        // Then
        assertThat(rules.classify("what time is it").source()).isEqualTo("rule");
        assertThat(rules.classify("you dawdle").intent()).isEqualTo("none");
        assertThat(examples.classify("what time is it").source()).isNotEqualTo("rule");
        assertThat(examples.classify("you dawdle").intent()).isEqualTo("help");
    }

    @Test
    void takesTheLikeliestIntentWhereNoRuleMatches() {
        // When
        var found = classifier(true, 1).classify("you dawdle");

        // Then
        assertThat(found.intent()).isEqualTo("help");
        assertThat(found.source()).isEqualTo("example");
        assertThat(found.confidence()).isBetween(0.98, 1.0);
    }

    @Test
    void isHonestBelowTheThreshold() {
        // When
        var found = classifier(true, 0.1f).classify("you dawdle");

        // Then
        assertThat(found.intent()).isEqualTo("none");
        assertThat(found.source()).isEqualTo("none");
        assertThat(found.confidence()).isZero();
        assertThat(found.slots()).isEmpty();
    }

    @Test
    void saysNoneWhereThatIsLikeliest() {
        assertThat(classifier(true, 1).classify("the river was wide").intent()).isEqualTo("none");
    }

    @Test
    void refusesAnEncoderOfAnotherDimension() {
        // Given
        var classifier = new HybridClassifier(sentence -> new float[7]);

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classify("you dawdle"))
                .withMessageContaining("384");
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
        var classifier = HybridClassifier.rulesAlone();

        // When
        var found =
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> classifier.classify(text));

        // Then
        assertThat(found.intent()).isEqualTo("none");
    }

    @Test
    void neverReadsTextsBeyondAThousandCharacters() {
        // Given
        var classifier = HybridClassifier.rulesAlone();
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
