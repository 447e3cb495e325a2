package dev.parley.app.client;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a user's keys do to a session: Ctrl-C, or any other signal that ends the process, closes it
 * in good order; Enter stops the reply that is being played.
 */
final class Interruption implements AutoCloseable {
    private static final long CLOSES_WITHIN_SECONDS = 3;

    private final RealtimeClient client;
    private final Thread onExit = new Thread(this::end, "end-of-session");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ending;

    private Interruption(RealtimeClient client) {
        this.client = client;
    }

    static Interruption of(RealtimeClient client, Terminal terminal) {
        Interruption interruption = new Interruption(client);
        Runtime.getRuntime().addShutdownHook(interruption.onExit);
        if (terminal.isRewritable()) {
            Thread.ofPlatform().daemon().name("keys").start(interruption::readKeys);
        }
        return interruption;
    }

    /** Whether the process is about to end. */
    boolean isEnding() {
        return ending;
    }

    private void end() {
        ending = true;
        client.close();
        try {
            closed.await(CLOSES_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readKeys() {
        try {
            int key;
            while (closed.getCount() > 0 && (key = System.in.read()) >= 0) {
                if (key == '\n') {
                    client.interrupt();
                }
            }
        } catch (IOException e) {
            // no keys, or no session any more
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!ending) {
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
    }
}
