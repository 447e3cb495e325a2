package dev.parley.app.client;

import java.io.Console;
import java.util.Map;

/** Colours for a terminal, by the escape sequences of ECMA-48; or none. */
public enum Palette {
    COLOURED,
    PLAIN;

    /**
     * Colours are for terminals, and for users who haven't declined them (<a
     * href="https://no-color.org">no-color.org</a>).
     *
     * @param declined whether they were declined on the command line
     */
    public static Palette of(boolean declined, Map<String, String> environment) {
        Console console = System.console();
        return of(declined, environment, console != null && console.isTerminal());
    }

    static Palette of(boolean declined, Map<String, String> environment, boolean terminal) {
        boolean noColor = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return declined || noColor || dumb || !terminal ? PLAIN : COLOURED;
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    public String accent(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
