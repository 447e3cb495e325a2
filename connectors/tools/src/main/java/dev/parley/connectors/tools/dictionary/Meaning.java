package dev.parley.connectors.tools.dictionary;

/**
 * What a word means.
 *
 * @param word in its basic form: {@code dog} of dogs
 * @param kind {@code noun}, {@code verb}, {@code adjective} or {@code adverb}
 * @param text half a sentence
 */
record Meaning(String word, String kind, String text) {}
