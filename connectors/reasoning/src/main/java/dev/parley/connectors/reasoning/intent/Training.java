package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.embedding.SentenceEncoder;
import dev.parley.connectors.reasoning.language.Sentence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Learns {@link LinearModel} from the intents' examples: softmax regression with a quadratic
 * penalty, by stochastic gradient descent in an order that is the same every time. The same
 * examples and the same vectors give the same model.
 */
final class Training {
    private static final int ROUNDS = 60;
    private static final float FIRST_STEP = 0.05f;
    private static final float SLOWING = 0.1f;
    private static final float PENALTY = 1.0f;
    private static final int RARE = 2;

    private record Labelled(int intent, Traits traits) {}

    private Training() {}

    /** A name for the examples: it changes with every one of them. */
    static String digest(List<IntentDefinition> intents) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (IntentDefinition intent : intents) {
                sha.update((intent.name() + "\n").getBytes(StandardCharsets.UTF_8));
                for (String example : intent.examples()) {
                    sha.update((example + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes some seconds of CPU. */
    static LinearModel of(List<IntentDefinition> intents, SentenceEncoder encoder) {
        List<String> vocabulary = vocabulary(intents);
        Map<String, Integer> index = LinearModel.index(vocabulary);
        List<Labelled> examples = new ArrayList<>();
        for (int k = 0; k < intents.size(); k++) {
            for (String example : intents.get(k).examples()) {
                Sentence sentence = Sentence.of(example);
                examples.add(
                        new Labelled(
                                k, Traits.of(encoder.encode(sentence.spoken()), sentence, index)));
            }
        }
        int dimensions = examples.getFirst().traits().meaning().length;
        float[][] weights = new float[intents.size()][dimensions + vocabulary.size() + 1];
        learn(weights, examples);
        return new LinearModel(
                digest(intents),
                intents.stream().map(IntentDefinition::name).toList(),
                vocabulary,
                weights);
    }

    private static List<String> vocabulary(List<IntentDefinition> intents) {
        Map<String, Long> counts =
                intents.stream()
                        .flatMap(intent -> intent.examples().stream())
                        .flatMap(example -> Ngrams.of(Sentence.of(example)).stream())
                        .collect(
                                Collectors.groupingBy(
                                        ngram -> ngram, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(each -> each.getValue() >= RARE)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void learn(float[][] weights, List<Labelled> examples) {
        Random order = new Random(1);
        float shrinking = PENALTY / examples.size();
        for (int round = 0; round < ROUNDS; round++) {
            float step = FIRST_STEP / (1 + SLOWING * round);
            Collections.shuffle(examples, order);
            for (Labelled example : examples) {
                learn(weights, example, step);
            }
            float kept = (float) Math.pow(1 - step * shrinking, examples.size());
            for (float[] row : weights) {
                for (int i = 0; i < row.length - 1; i++) {
                    row[i] *= kept;
                }
            }
        }
    }

    private static void learn(float[][] weights, Labelled example, float step) {
        Traits traits = example.traits();
        double[] likely = LinearModel.likelihoods(traits, weights);
        int dimensions = traits.meaning().length;
        for (int k = 0; k < weights.length; k++) {
            float pull = step * (float) ((k == example.intent() ? 1 : 0) - likely[k]);
            if (Math.abs(pull) < 1e-6f) {
                continue;
            }
            float[] row = weights[k];
            for (int i = 0; i < dimensions; i++) {
                row[i] += pull * traits.meaning()[i];
            }
            for (int term : traits.terms()) {
                row[dimensions + term] += pull * traits.weight();
            }
            row[row.length - 1] += pull;
        }
    }
}
