package dev.parley.connectors.tools;

import java.io.IOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** A real Redis for a test class, which can be stopped and started again. */
final class RedisBinary implements AutoCloseable {
    private final int port;
    private RedisServer server;

    RedisBinary() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.server = start();
    }

    private RedisServer start() {
        RedisServer fresh =
                RedisServer.builder()
                        .port(port)
                        .setting("bind 127.0.0.1")
                        .setting("save \"\"")
                        .build();
        fresh.start();
        return fresh;
    }

    Redis address() {
        return new Redis("127.0.0.1", port, "");
    }

    void stop() {
        server.stop();
    }

    void startAgain() {
        server = start();
    }

    @Override
    public void close() {
        server.stop();
    }
}
