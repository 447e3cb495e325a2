package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.connectors.reasoning.embedding.MiniLm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real encoder on the frozen set and on the development set. */
class EvaluationIT {
    private static final Path SETS = Path.of("src", "test", "resources", "intents");

    private static MiniLm encoder;
    private static HybridClassifier classifier;

    @BeforeAll
    static void load() {
        encoder = new MiniLm(Path.of("target", "tokenizers"), 2);
        classifier = new HybridClassifier(encoder);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void understandsTheFrozenSentencesAndRefusesWhatIsOutOfScope() throws IOException {
        // Given
        List<Evaluation.Case> cases = Evaluation.cases(SETS.resolve("evaluation-2026-11-23.tsv"));

        // When
        Evaluation evaluation = Evaluation.of(classifier, cases);

        // Then
        assertThat(cases).hasSizeGreaterThan(1_800);
        assertThat(evaluation.confusion()).hasSize(LearnedModel.classes().size());
        assertThat(evaluation.accuracyInScope()).isGreaterThanOrEqualTo(0.92);
        assertThat(evaluation.recallOutOfScope()).isGreaterThanOrEqualTo(0.80);
        assertThat(evaluation.millis()).isPositive().isLessThan(10);
    }

    @Test
    void isNoWorseOnTheSentencesItWasDevelopedWith() throws IOException {
        // Given
        List<Evaluation.Case> cases = Evaluation.cases(SETS.resolve("development-2026-11-23.tsv"));

        // When
        Evaluation evaluation = Evaluation.of(classifier, cases);

        // Then
        assertThat(cases).hasSizeGreaterThan(1_000);
        assertThat(evaluation.accuracyInScope()).isGreaterThanOrEqualTo(0.92);
        assertThat(evaluation.recallOutOfScope()).isGreaterThanOrEqualTo(0.85);
    }
}
