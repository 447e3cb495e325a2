package dev.parley.app.demo;

import dev.parley.app.client.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal that something is still going on, and for how long; until it is closed. */
final class Patience implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);

    private final Terminal terminal;
    private final long begun = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread ticking;
    private volatile String what;

    Patience(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        this.ticking = Thread.ofVirtual().name("patience").start(this::tick);
    }

    /** Prints a line for what was done. */
    void step(String line) {
        terminal.line(line);
    }

    /** Says from now on that this goes on. */
    void now(String goesOn) {
        what = goesOn;
    }

    private void tick() {
        try {
            do {
                long seconds = (System.nanoTime() - begun) / 1_000_000_000;
                terminal.passing("  " + what + " … " + seconds + " s");
            } while (!over.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            ticking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.clear();
    }
}
