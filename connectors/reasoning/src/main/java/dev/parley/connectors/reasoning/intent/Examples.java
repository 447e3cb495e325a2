package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The examples of the intents as vectors, and which of them lie nearest to a sentence. */
final class Examples {
    private record Example(IntentDefinition intent, float[] vector) {}

    /**
     * @param similarity the cosine of the angle to the intent's nearest example, -1 to 1
     */
    record Nearest(IntentDefinition intent, double similarity) {}

    private final List<IntentDefinition> intents;
    private final SentenceEncoder encoder;
    private final List<Example> examples = new ArrayList<>();

    Examples(List<IntentDefinition> intents, SentenceEncoder encoder) {
        this.intents = List.copyOf(intents);
        this.encoder = encoder;
        for (IntentDefinition intent : intents) {
            for (String example : intent.examples()) {
                examples.add(new Example(intent, encoder.encode(Sentence.of(example).spoken())));
            }
        }
    }

    /** The intent of the nearest example among the intents whose cue the sentence holds. */
    Optional<Nearest> to(Sentence sentence) {
        float[] vector = encoder.encode(sentence.spoken());
        Set<IntentDefinition> cued =
                intents.stream()
                        .filter(intent -> intent.cue().matcher(sentence.plain()).find())
                        .collect(Collectors.toSet());
        Nearest nearest = null;
        for (Example example : examples) {
            if (!cued.contains(example.intent())) {
                continue;
            }
            double similarity = cosine(vector, example.vector());
            if (nearest == null || similarity > nearest.similarity()) {
                nearest = new Nearest(example.intent(), similarity);
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
