package dev.parley.app.models;

import dev.parley.app.client.Terminal;
import java.util.Locale;

/** Shows a fetch: a bar that passes on a terminal, else a line at each tenth. */
final class ProgressView implements Progress {
    private static final int CELLS = 30;
    private static final int TENTHS = 10;

    private final Terminal terminal;
    private String file = "";
    private long tenth;
    private long begunAt;
    private long begunWith;

    ProgressView(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void note(String line) {
        terminal.line("  " + line);
    }

    @Override
    public void has(String now, long done, long total) {
        if (!now.equals(file)) {
            file = now;
            tenth = -1;
            begunAt = System.nanoTime();
            begunWith = done;
        }
        long reached = total == 0 ? TENTHS : done * TENTHS / total;
        if (terminal.isRewritable()) {
            terminal.passing(bar(done, total));
            if (done == total) {
                terminal.clear();
            }
        } else if (reached > tenth) {
            terminal.line(
                    "  %s %3d%% of %s".formatted(file, reached * TENTHS, ModelFault.told(total)));
        }
        tenth = reached;
    }

    private String bar(long done, long total) {
        int full = (int) (total == 0 ? CELLS : done * CELLS / total);
        double seconds = Math.max(0.1, (System.nanoTime() - begunAt) / 1e9);
        return String.format(
                Locale.ROOT,
                "  %s [%s%s] %3d%% of %s, %.1f MB/s",
                file,
                "#".repeat(full),
                ".".repeat(CELLS - full),
                total == 0 ? 100 : done * 100 / total,
                ModelFault.told(total),
                (done - begunWith) / 1e6 / seconds);
    }
}
