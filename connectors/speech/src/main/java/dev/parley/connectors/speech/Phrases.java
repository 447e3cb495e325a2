package dev.parley.connectors.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a sentence where a speaker may take breath, for engines that make a phrase's sound at one
 * go: its first part is then heard while the next is made, and none grows beyond what a model can
 * take.
 */
final class Phrases {
    /** Below this a phrase isn't worth being spoken apart: it would sound like a list. */
    private static final int SHORT = 40;

    /** The same for the first, for whose end the listener waits. */
    private static final int SHORT_FIRST = 12;

    /** Above this it is cut between words even where nobody would. */
    private static final int LONG = 240;

    private static final Pattern CLAUSE = Pattern.compile("[^.,;:!?]*+[.,;:!?]*+");

    private Phrases() {}

    /**
     * @return the text in order, in parts of at most {@value #LONG} characters that each hold a
     *     letter or digit; blanks at their ends are gone
     */
    static List<String> of(String text) {
        List<String> phrases = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String clause : clauses(text)) {
            if (open.length() + clause.length() + 1 > LONG) {
                close(open, phrases);
            }
            open.append(open.isEmpty() ? "" : " ").append(clause);
            int enough = phrases.isEmpty() ? SHORT_FIRST : SHORT;
            if (open.length() >= enough || ".!?".indexOf(clause.charAt(clause.length() - 1)) >= 0) {
                close(open, phrases);
            }
        }
        close(open, phrases);
        return List.copyOf(phrases);
    }

    /**
     * @return the text in order, cut after each punctuation mark that a blank or the end follows
     */
    static List<String> clauses(String text) {
        List<String> clauses = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        Matcher matcher = CLAUSE.matcher(text);
        while (matcher.find() && matcher.end() > matcher.start()) {
            open.append(matcher.group());
            if (matcher.end() == text.length() || text.charAt(matcher.end()) == ' ') {
                addInWords(open.toString().strip(), clauses);
                open.setLength(0);
            }
        }
        addInWords(open.toString().strip(), clauses);
        return clauses;
    }

    private static void addInWords(String clause, List<String> clauses) {
        String rest = clause;
        while (rest.length() > LONG) {
            int blank = rest.lastIndexOf(' ', LONG);
            int cut = blank > 0 ? blank : LONG;
            if (blank <= 0 && Character.isHighSurrogate(rest.charAt(cut - 1))) {
                cut--;
            }
            addSpoken(rest.substring(0, cut), clauses);
            rest = rest.substring(cut).strip();
        }
        addSpoken(rest, clauses);
    }

    private static void addSpoken(String clause, List<String> clauses) {
        if (clause.codePoints().anyMatch(Character::isLetterOrDigit)) {
            clauses.add(clause);
        }
    }

    private static void close(StringBuilder open, List<String> phrases) {
        if (!open.isEmpty()) {
            phrases.add(open.toString());
            open.setLength(0);
        }
    }
}
