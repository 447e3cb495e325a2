package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"evaluation-2026-11-23.tsv", "development-2026-11-23.tsv"})
    void holdNoSentenceThatIsMeasuredWith(String set) throws IOException {
        // Given
        List<String> measured =
                Evaluation.cases(Path.of("src", "test", "resources", "intents", set)).stream()
                        .map(each -> each.sentence().toLowerCase(java.util.Locale.ROOT))
                        .toList();

        // When
        List<String> examples =
                LearnedModel.classes().stream()
                        .flatMap(intent -> intent.examples().stream())
                        .toList();

        // Then
        assertThat(examples).hasSizeGreaterThan(4_000).doesNotContainAnyElementsOf(measured);
    }

    @Test
    void areThoseThatTheModelWasTrainedFrom() {
        assertThat(LearnedModel.learned().examples())
                .as("train the model anew: parley intents train")
                .isEqualTo(Training.digest(LearnedModel.classes()));
    }

    @Test
    void areReadByNoRuleOfAnotherIntent() {
        // Given
        HybridClassifier rules = HybridClassifier.rulesAlone();

        // When
        List<String> misread =
                LearnedModel.classes().stream()
                        .flatMap(
                                intent ->
                                        intent.examples().stream()
                                                .filter(
                                                        example ->
                                                                !List.of("none", intent.name())
                                                                        .contains(
                                                                                rules.classify(
                                                                                                example)
                                                                                        .intent())))
                        .toList();

        // Then
        assertThat(misread).hasSizeLessThan(40);
    }

    @Test
    void differFromOneAnother() {
        // When
        List<String> examples =
                LearnedModel.classes().stream()
                        .flatMap(intent -> intent.examples().stream())
                        .toList();

        // Then
        assertThat(examples).doesNotHaveDuplicates();
    }
}
