package dev.parley.app.engines;

import dev.parley.app.UserError;
import dev.parley.app.client.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An engine that is started again, on its port, whenever it ends by itself, until it is closed. One
 * that ran before goes on then.
 */
public final class WatchedEngine implements AutoCloseable {
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Engines engines;
    private final LocalEngine engine;
    private final Engines.Started started;
    private final Terminal terminal;
    private final Thread watching;
    private volatile boolean closed;

    WatchedEngine(Engines engines, LocalEngine engine, Engines.Started started, Terminal terminal) {
        this.engines = engines;
        this.engine = engine;
        this.started = started;
        this.terminal = terminal;
        this.watching = Thread.ofVirtual().name("engine-" + engine.typed()).unstarted(this::watch);
    }

    static WatchedEngine begin(
            Engines engines, LocalEngine engine, Engines.Started started, Terminal terminal) {
        WatchedEngine watched = new WatchedEngine(engines, engine, started, terminal);
        watched.watching.start();
        return watched;
    }

    /** On 127.0.0.1. */
    public int port() {
        return started.port();
    }

    private void watch() {
        Duration rest = Duration.ofSeconds(1);
        ProcessHandle process = started.process();
        try {
            while (true) {
                process.onExit().get();
                if (closed) {
                    return;
                }
                terminal.line("  " + engine.typed() + " ended by itself and is started again");
                TimeUnit.MILLISECONDS.sleep(rest.toMillis());
                try {
                    process = engines.start(engine, port(), true, terminal).process();
                    rest = Duration.ofSeconds(1);
                } catch (UserError | IOException e) {
                    terminal.line("  " + e.getMessage());
                    rest = rest.multipliedBy(2);
                    rest = rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops it, if it was started for this. */
    @Override
    public void close() {
        closed = true;
        watching.interrupt();
        try {
            watching.join();
            if (!started.ranBefore()) {
                engines.stop(engine);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            terminal.line("  " + engine.typed() + " can't be stopped: " + e.getMessage());
        }
    }
}
