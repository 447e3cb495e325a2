package dev.parley.connectors.gateway;

import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What waits to be read by one client. Sending never blocks; safe for use by many threads. */
final class Outbox {
    private static final int MOST_BOUNDS = 64;

    private final ServerWebSocket socket;
    private final int bound;
    private final long graceNanos;
    private final AtomicLong waiting = new AtomicLong();
    private volatile long progressAt = System.nanoTime();

    /**
     * @param bound bytes that may wait for ever
     * @param grace for which more may wait while nothing is read
     */
    Outbox(ServerWebSocket socket, int bound, Duration grace) {
        this.socket = socket;
        this.bound = bound;
        this.graceNanos = grace.toNanos();
    }

    void send(String json) {
        long size = json.length();
        if (waiting.getAndAdd(size) == 0) {
            progressAt = System.nanoTime();
        }
        socket.writeTextMessage(json)
                .onComplete(
                        written -> {
                            waiting.addAndGet(-size);
                            progressAt = System.nanoTime();
                        });
    }

    /** Whether the client reads too slowly to be kept. */
    boolean stuck() {
        long bytes = waiting.get();
        return bytes > bound
                && (bytes > (long) bound * MOST_BOUNDS
                        || System.nanoTime() - progressAt > graceNanos);
    }

    /** Whether more waits than may wait for long. */
    boolean overBound() {
        return waiting.get() > bound;
    }

    /**
     * @param reason at most 123 bytes
     */
    void close(int code, String reason) {
        assert reason.getBytes(StandardCharsets.UTF_8).length <= 123;
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }
}
