package dev.parley.streams.intent;

import java.util.Map;

/** Tells what the user wants from a sentence. Safe for use by many threads. */
public interface IntentClassifier {
    /**
     * @param text as recognised (lower case, numbers in words) or as typed
     */
    Classification classify(String text);

    /**
     * @param intent its name, or {@code none}
     * @param confidence 0 to 1
     * @param source what found it: {@code rule}, {@code example} or {@code none}
     * @param slots what the sentence gave, by name, in a normal form
     * @param mentions what the sentence gives when it is read as an answer or a supplement to
     *     something earlier, whatever its intent; by the names of {@link
     *     dev.parley.schemas.event.Intent.Recognized#mentions}
     */
    record Classification(
            String intent,
            double confidence,
            String source,
            Map<String, String> slots,
            Map<String, String> mentions) {}
}
