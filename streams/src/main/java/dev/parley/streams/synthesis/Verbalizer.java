package dev.parley.streams.synthesis;

/** Writes numbers, times, dates and units out as they are spoken. Safe for use by many threads. */
public interface Verbalizer {
    /**
     * @return the sentence in words, such as "It is ten oh four" for "It is 10:04"
     */
    String verbalize(String sentence);
}
