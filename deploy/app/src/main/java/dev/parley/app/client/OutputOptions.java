package dev.parley.app.client;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The options of every command that shows a conversation; a picocli mixin. */
public final class OutputOptions {
    @Option(
            names = "--timeline",
            paramLabel = "DETAIL",
            description = "How a turn's time is told: compact (by default) or full, with each hop.")
    private TimelineView.Detail timeline = TimelineView.Detail.COMPACT;

    @Option(names = "--no-color", description = "No colours (also: NO_COLOR, or no terminal).")
    private boolean noColor;

    /** Where to print. */
    public Terminal terminal(PrintWriter out) {
        return Terminal.of(out, noColor, System.getenv());
    }

    /** What shows a conversation there as it goes on. */
    public LiveView view(Terminal terminal) {
        return new LiveView(terminal, new TimelineView(terminal.palette(), timeline));
    }

    /** As {@link #view(Terminal)}, with a meter. */
    LiveView view(Terminal terminal, MeterLine meter) {
        return new LiveView(terminal, new TimelineView(terminal.palette(), timeline), meter);
    }
}
