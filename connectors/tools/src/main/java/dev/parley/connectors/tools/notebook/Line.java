package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.Arguments;
import dev.parley.streams.tool.ToolFailureException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a user said, as one line that can be kept, and how two of them are compared. */
final class Line {
    private static final Pattern BLANK =
            Pattern.compile("[\\s\\p{Z}\\p{C}&&[^\\x{200c}\\x{200d}]]+");
    private static final Pattern ARTICLES = Pattern.compile("^(?:(?:the|an?|some|my|our) )+(?=.)");

    private Line() {}

    /**
     * Without what can't be seen; spaces and breaks become one space.
     *
     * @param what for the sentence that refuses a longer one, such as {@code an item}
     */
    static String of(String said, String what, int longest) throws ToolFailureException {
        String line = BLANK.matcher(said).replaceAll(" ").strip();
        if (line.codePointCount(0, line.length()) > longest) {
            throw Arguments.refused(
                    "That is too long for %s. I can keep up to %d characters."
                            .formatted(what, longest));
        }
        return line;
    }

    /** A line each; empty ones are left out. */
    static List<String> lines(String said) {
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** The form in which two lines mean the same: without case, article and width of letters. */
    static String folded(String line) {
        String folded = Normalizer.normalize(line, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return ARTICLES.matcher(folded).replaceFirst("");
    }

    /** Whether all words of the one that is looked for stand in the other, in a row. */
    static boolean names(String wanted, String line) {
        return (" " + folded(line) + " ").contains(" " + folded(wanted) + " ");
    }
}
