package dev.parley.connectors.reasoning.embedding;

/** Gives a sentence a place in a space where what means the same lies close. */
@FunctionalInterface
public interface SentenceEncoder {
    /**
     * @param sentence not blank
     * @return a vector of length one; always of the same dimension
     */
    float[] encode(String sentence);
}
