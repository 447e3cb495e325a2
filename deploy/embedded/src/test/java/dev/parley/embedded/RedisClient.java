package dev.parley.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One inline command at a time; a bulk reply is its text, any other reply its first line. */
final class RedisClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader replies;

    RedisClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(5_000);
        replies =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var first = replies.readLine();
        return first.startsWith("$") && !first.equals("$-1") ? replies.readLine() : first;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
