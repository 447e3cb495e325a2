package dev.parley.connectors.speech;

import dev.parley.schemas.event.Speech;
import dev.parley.streams.hearing.SpeechRecognizer.Transcript;
import java.util.ArrayList;
import java.util.List;

/**
 * A second recogniser's text with the times and confidences of the first's. Words that both heard,
 * by the smallest number of edits, keep those of the first; the others share the time of the words
 * that they replace, else the time between their neighbours, and are as sure as {@link
 * OpenAiRecognizer#UNTOLD_CONFIDENCE}. The transcript's confidence is the mean of its words', as
 * ever.
 */
final class Reconciliation {
    private final List<Speech.Word> first;
    private final List<String> second;
    private final long lengthMillis;
    private final List<Speech.Word> words = new ArrayList<>();

    private Reconciliation(List<Speech.Word> first, List<String> second, long lengthMillis) {
        this.first = first;
        this.second = second;
        this.lengthMillis = lengthMillis;
    }

    /**
     * @param second words with a space between each two, not none
     * @param lengthMillis of the utterance
     */
    static Transcript of(Transcript first, String second, long lengthMillis) {
        if (first.text().equals(second)) {
            return first;
        }
        Reconciliation made =
                new Reconciliation(first.words(), WrittenSpeech.words(second), lengthMillis);
        made.align();
        double confidence =
                made.words.stream().mapToDouble(Speech.Word::confidence).average().orElse(0);
        return new Transcript(second, List.copyOf(made.words), confidence);
    }

    private void align() {
        int[][] edits = edits();
        int heard = 0;
        int written = 0;
        int heardFrom = 0;
        int writtenFrom = 0;
        while (heard < first.size() && written < second.size()) {
            if (same(heard, written) && edits[heard][written] == edits[heard + 1][written + 1]) {
                replace(heardFrom, heard, writtenFrom, written);
                words.add(first.get(heard));
                heardFrom = ++heard;
                writtenFrom = ++written;
            } else if (edits[heard][written] == 1 + edits[heard + 1][written + 1]) {
                heard++;
                written++;
            } else if (edits[heard][written] == 1 + edits[heard + 1][written]) {
                heard++;
            } else {
                written++;
            }
        }
        replace(heardFrom, first.size(), writtenFrom, second.size());
    }

    /** Puts words of the second where words of the first were, or between two of them. */
    private void replace(int heardFrom, int heardTo, int writtenFrom, int writtenTo) {
        if (writtenFrom == writtenTo) {
            return;
        }
        long from;
        long to;
        if (heardFrom < heardTo) {
            from = first.get(heardFrom).startMillis();
            to = first.get(heardTo - 1).endMillis();
        } else {
            from = heardFrom == 0 ? 0 : first.get(heardFrom - 1).endMillis();
            to = heardTo == first.size() ? lengthMillis : first.get(heardTo).startMillis();
        }
        words.addAll(
                WrittenSpeech.spread(
                        second.subList(writtenFrom, writtenTo),
                        from,
                        Math.max(from, to),
                        OpenAiRecognizer.UNTOLD_CONFIDENCE));
    }

    /** How many edits lead from the first's words from one on to the second's (Levenshtein). */
    private int[][] edits() {
        int[][] edits = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size(); i >= 0; i--) {
            for (int j = second.size(); j >= 0; j--) {
                if (i == first.size() || j == second.size()) {
                    edits[i][j] = first.size() - i + second.size() - j;
                } else {
                    int both = edits[i + 1][j + 1] + (same(i, j) ? 0 : 1);
                    edits[i][j] = Math.min(both, 1 + Math.min(edits[i + 1][j], edits[i][j + 1]));
                }
            }
        }
        return edits;
    }

    private boolean same(int heard, int written) {
        return first.get(heard).text().equals(second.get(written));
    }
}
