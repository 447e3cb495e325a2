package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import java.util.ArrayList;
import java.util.List;

/** The examples of the intents as vectors, and which of them lie nearest to a sentence. */
final class Examples {
    private record Example(IntentDefinition intent, float[] vector) {}

    /**
     * @param similarity the cosine of the angle to the intent's nearest example, -1 to 1
     */
    record Nearest(IntentDefinition intent, double similarity) {}

    private final SentenceEncoder encoder;
    private final List<Example> examples = new ArrayList<>();

    Examples(List<IntentDefinition> intents, SentenceEncoder encoder) {
        this.encoder = encoder;
        for (IntentDefinition intent : intents) {
            for (String example : intent.examples()) {
                examples.add(new Example(intent, encoder.encode(Sentence.of(example).spoken())));
            }
        }
    }

    /** The nearest example's intent. */
    Nearest to(Sentence sentence) {
        float[] vector = encoder.encode(sentence.spoken());
        Nearest nearest = null;
        for (Example example : examples) {
            double similarity = cosine(vector, example.vector());
            if (nearest == null || similarity > nearest.similarity()) {
                nearest = new Nearest(example.intent(), similarity);
            }
        }
        if (nearest == null) {
            throw new IllegalStateException("no intent has an example");
        }
        return nearest;
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
