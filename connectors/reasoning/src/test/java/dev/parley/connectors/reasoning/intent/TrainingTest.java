package dev.parley.connectors.reasoning.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final SentenceEncoder LENGTH =
            sentence ->
                    new float[] {sentence.length() > 12 ? 1 : 0, sentence.length() > 12 ? 0 : 1};

    private static final List<IntentDefinition> INTENTS =
            List.of(
                    intent("coin", "flip a coin", "flip it"),
                    intent("dice", "roll a die", "roll it"));

    private static IntentDefinition intent(String name, String... examples) {
        return new IntentDefinition(name, "", List.of(), List.of(examples), Slots.none());
    }

    @Test
    void learnsWhatTheExamplesHaveInCommon() {
        // Given
        LinearModel model = Training.of(INTENTS, LENGTH);

        // When
        Sentence sentence = Sentence.of("roll six");
        double[] likely = model.reader().likelihoods(LENGTH.encode("roll six"), sentence);

        // Then
        assertThat(likely[1]).isGreaterThan(0.8);
        assertThat(likely[0] + likely[1]).isCloseTo(1, within(1e-9));
    }

    @Test
    void givesTheSameModelEachTime() {
        assertThat(Training.of(INTENTS, LENGTH).weights())
                .isDeepEqualTo(Training.of(INTENTS, LENGTH).weights());
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        // Given
        LinearModel model = Training.of(INTENTS, LENGTH);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        model.write(new DataOutputStream(bytes));
        LinearModel read =
                LinearModel.read(
                        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        // Then
        assertThat(read.intents()).isEqualTo(model.intents());
        assertThat(read.vocabulary()).isEqualTo(model.vocabulary());
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < model.weights()[k].length; i++) {
                assertThat(read.weights()[k][i]).isCloseTo(model.weights()[k][i], within(1e-2f));
            }
        }
    }
}
