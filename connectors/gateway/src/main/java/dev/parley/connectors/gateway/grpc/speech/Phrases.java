package dev.parley.connectors.gateway.grpc.speech;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into what is spoken at a time. */
final class Phrases {
    /**
     * What a synthesiser makes in one go keeps live conversations waiting, so it is short: some six
     * seconds of speech.
     */
    static final int MOST_CHARACTERS = 100;

    private Phrases() {}

    /**
     * Sentences in their order, long ones cut between words; a word that is longer still is cut,
     * too. Blanks around them are left out, and blank ones as well.
     */
    static List<String> of(String text) {
        List<String> phrases = new ArrayList<>();
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(text);
        int from = sentences.first();
        for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
            cut(text.substring(from, to).strip(), phrases);
            from = to;
        }
        return phrases;
    }

    private static void cut(String sentence, List<String> phrases) {
        String rest = sentence;
        while (rest.length() > MOST_CHARACTERS) {
            int at = cutting(rest);
            phrases.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        if (!rest.isEmpty()) {
            phrases.add(rest);
        }
    }

    /** After a comma or the like if there is one far enough on, else between words. */
    private static int cutting(String sentence) {
        int blank = -1;
        for (int at = MOST_CHARACTERS; at > 0; at--) {
            if (Character.isWhitespace(sentence.charAt(at))) {
                if (blank < 0) {
                    blank = at;
                }
                if (at > MOST_CHARACTERS / 2 && ",;:".indexOf(sentence.charAt(at - 1)) >= 0) {
                    return at;
                }
            }
        }
        if (blank > 0) {
            return blank;
        }
        return Character.isHighSurrogate(sentence.charAt(MOST_CHARACTERS - 1))
                ? MOST_CHARACTERS - 1
                : MOST_CHARACTERS;
    }
}
