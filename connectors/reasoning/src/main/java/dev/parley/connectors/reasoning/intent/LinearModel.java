package dev.parley.connectors.reasoning.intent;

import dev.parley.connectors.reasoning.language.Sentence;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Softmax regression over {@link Traits}: how likely a sentence means each of the intents, or none
 * of them.
 *
 * @param examples a digest of what it was trained from ({@link Training#digest})
 * @param intents their names, {@code none} among them
 * @param vocabulary the n-grams it weighs
 * @param weights by intent: one for each dimension of the encoder, one for each n-gram, and the
 *     bias
 */
record LinearModel(
        String examples, List<String> intents, List<String> vocabulary, float[][] weights) {
    private static final int FORMAT = 0x50415231;

    /** The same model, its vocabulary looked up once. */
    Reader reader() {
        return new Reader(this, index(vocabulary));
    }

    /** Safe for use by many threads. */
    record Reader(LinearModel model, Map<String, Integer> index) {
        /**
         * The likelihoods in the order of the intents; they add up to one.
         *
         * @param vector of the dimension that the model was trained with
         */
        double[] likelihoods(float[] vector, Sentence sentence) {
            int dimensions = model.weights[0].length - 1 - model.vocabulary.size();
            if (vector.length != dimensions) {
                throw new IllegalArgumentException(
                        "a vector of " + vector.length + " dimensions, not " + dimensions);
            }
            return LinearModel.likelihoods(Traits.of(vector, sentence, index), model.weights);
        }
    }

    static double[] likelihoods(Traits traits, float[][] weights) {
        double[] scores = new double[weights.length];
        double highest = Double.NEGATIVE_INFINITY;
        int dimensions = traits.meaning().length;
        for (int k = 0; k < weights.length; k++) {
            float[] row = weights[k];
            float sum = row[row.length - 1];
            for (int i = 0; i < dimensions; i++) {
                sum += row[i] * traits.meaning()[i];
            }
            float wording = 0;
            for (int term : traits.terms()) {
                wording += row[dimensions + term];
            }
            scores[k] = sum + wording * traits.weight();
            highest = Math.max(highest, scores[k]);
        }
        double all = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - highest);
            all += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= all;
        }
        return scores;
    }

    static Map<String, Integer> index(List<String> vocabulary) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            index.put(vocabulary.get(i), i);
        }
        return index;
    }

    /** Weights are written as 16-bit floats. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        out.writeUTF(examples);
        writeAll(out, intents);
        writeAll(out, vocabulary);
        out.writeInt(weights[0].length);
        for (float[] row : weights) {
            for (float weight : row) {
                out.writeShort(Float.floatToFloat16(weight));
            }
        }
    }

    /**
     * @throws IOException if it can't be read or is in another format
     */
    static LinearModel read(DataInputStream in) throws IOException {
        if (in.readInt() != FORMAT) {
            throw new IOException("not a model of intents");
        }
        String examples = in.readUTF();
        List<String> intents = readAll(in);
        List<String> vocabulary = readAll(in);
        int width = in.readInt();
        float[][] weights = new float[intents.size()][width];
        for (float[] row : weights) {
            for (int i = 0; i < width; i++) {
                row[i] = Float.float16ToFloat(in.readShort());
            }
        }
        return new LinearModel(examples, intents, vocabulary, weights);
    }

    private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> readAll(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return List.copyOf(texts);
    }
}
