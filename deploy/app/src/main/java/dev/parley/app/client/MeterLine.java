package dev.parley.app.client;

/**
 * The line of a terminal that always shows how loud the microphone is, and what is being
 * understood. Safe for use by many threads.
 */
final class MeterLine {
    private static final int CELLS = 12;
    private static final double FALL_DB = 3;

    private final Terminal terminal;
    private double decibels = -100;
    private boolean deaf;
    private String words = "";

    MeterLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Sound was taken up; what is shown rises at once and falls slowly. */
    synchronized void level(double ofNow, boolean ignored) {
        decibels = Math.max(ofNow, decibels - FALL_DB);
        deaf = ignored;
    }

    /** What is understood by now; empty once it is said in full. */
    synchronized void words(String understood) {
        words = understood;
    }

    void draw() {
        String text;
        synchronized (this) {
            String state = deaf ? "speaking" : words.isEmpty() ? "" : "hearing";
            text = LiveView.label(state) + Level.bar(deaf ? -100 : decibels, CELLS) + "  ";
            int longest = Terminal.COLUMNS - 2 - text.length();
            int from = Math.max(0, words.length() + 2 - longest);
            if (!words.isEmpty()) {
                text += (from == 0 ? "" : "…") + words.substring(from) + " …";
            }
        }
        terminal.passing(text);
    }
}
