package dev.parley.app.client;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command prints for a person. On a real terminal a line may be passing: the next one takes
 * its place. Safe for use by many threads.
 */
public final class Terminal {
    /** The width that all that is printed keeps to. */
    public static final int COLUMNS = 100;

    /** Carriage return, then "erase in line" (ECMA-48). */
    private static final String ERASE = "\r\u001b[K";

    private static final String CUT = "…";

    private final PrintWriter out;
    private final Palette palette;
    private final boolean rewritable;
    private boolean passing;
    private String shown = "";

    /**
     * @param rewritable whether a printed line can be taken back
     */
    public Terminal(PrintWriter out, Palette palette, boolean rewritable) {
        this.out = out;
        this.palette = palette;
        this.rewritable = rewritable;
    }

    /**
     * @param plain whether colours were declined on the command line
     */
    public static Terminal of(PrintWriter out, boolean plain, Map<String, String> environment) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Terminal(
                out,
                Palette.of(plain, environment),
                terminal && !"dumb".equals(environment.get("TERM")));
    }

    public Palette palette() {
        return palette;
    }

    /** Whether {@link #passing} shows anything. */
    public boolean isRewritable() {
        return rewritable;
    }

    /** Prints a line that stays. */
    public synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /** Shows a line until the next; where lines can't be taken back, nothing. */
    public synchronized void passing(String text) {
        if (rewritable && !(passing && text.equals(shown))) {
            shown = text;
            out.print(ERASE + palette.faint(cut(text)));
            out.flush();
            passing = true;
        }
    }

    /** Takes the passing line away. */
    public synchronized void clear() {
        erase();
        out.flush();
    }

    private void erase() {
        if (passing) {
            out.print(ERASE);
            passing = false;
        }
    }

    /** The beginning of a text that is too long for a line. */
    static String cut(String text) {
        return cut(text, COLUMNS - 1);
    }

    /** The beginning of a text that is longer than it may be. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + CUT;
    }
}
