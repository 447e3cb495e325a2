package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.util.List;
import java.util.Map;

/**
 * What the learned model sees of a sentence.
 *
 * @param meaning the encoder's vector, stretched to {@value #MEANING}
 * @param terms the indices of the sentence's n-grams that the vocabulary holds
 * @param weight of each of them: together a vector of length {@value #WORDING} at most
 */
record Traits(float[] meaning, int[] terms, float weight) {
    static final float MEANING = 5;
    static final float WORDING = 4;

    static Traits of(float[] vector, Sentence sentence, Map<String, Integer> vocabulary) {
        float[] meaning = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            meaning[i] = vector[i] * MEANING;
        }
        List<String> ngrams = Ngrams.of(sentence);
        int[] terms =
                ngrams.stream().filter(vocabulary::containsKey).mapToInt(vocabulary::get).toArray();
        return new Traits(meaning, terms, WORDING / (float) Math.sqrt(Math.max(1, terms.length)));
    }
}
