package dev.parley.connectors.gateway;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What waits to be read by one client. Sending never blocks; safe for use by many threads. */
final class Outbox {
    private static final int MOST_BOUNDS = 64;

    private static final long FAREWELL_MILLIS = 2000;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final int bound;
    private final long graceNanos;
    private final AtomicLong waiting = new AtomicLong();
    private volatile long progressAt = System.nanoTime();

    /**
     * @param connection that carries the socket
     * @param bound bytes that may wait for ever
     * @param grace for which more may wait while nothing is read
     */
    Outbox(
            Vertx vertx,
            ServerWebSocket socket,
            HttpConnection connection,
            int bound,
            Duration grace) {
        this.vertx = vertx;
        this.connection = connection;
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

    /**
     * Ends the connection at once. Closing it in Vert.x' own way would wait behind what is never
     * read, so the channel is closed below Vert.x' own handlers.
     */
    private void abort() {
        if (connection instanceof ConnectionBase base) {
            ChannelHandlerContext first = base.channel().pipeline().firstContext();
            if (first != null) {
                var unused = first.close();
            }
        } else {
            var unused = connection.close();
        }
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
     * Says goodbye, and ends the connection soon even if that is never read.
     *
     * @param reason at most 123 bytes
     */
    void close(int code, String reason) {
        assert reason.getBytes(StandardCharsets.UTF_8).length <= 123;
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
            vertx.setTimer(FAREWELL_MILLIS, late -> abort());
        }
    }
}
