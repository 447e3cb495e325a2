package dev.parley.app.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that passes on plain requests and tunnels, to the one server behind it. */
final class ForwardProxy implements AutoCloseable {
    private final ServerSocket listening =
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;

    /** What must be shown, as Basic authorization; empty for nothing. */
    volatile String password = "";

    /** The first line of each request, and its Proxy-Authorization. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    ForwardProxy(int behind) throws IOException {
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            BufferedReader head =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1),
                            1);
            String request = head.readLine();
            StringBuilder rest = new StringBuilder();
            String authorization = "";
            String line;
            while ((line = head.readLine()) != null && !line.isEmpty()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-authorization")) {
                    authorization = " " + line.substring(line.indexOf(':') + 1).strip();
                } else if (!line.toLowerCase(java.util.Locale.ROOT).startsWith("connection")) {
                    rest.append(line).append("\r\n");
                }
            }
            asked.add(request + authorization);
            if (!password.isEmpty() && authorization.isEmpty()) {
                write(
                        client,
                        "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            String[] words = request.split(" ");
            if (words[0].equals("CONNECT")) {
                write(client, "HTTP/1.1 200 Connected\r\n\r\n");
                Thread.ofVirtual().start(() -> pump(client, server));
            } else {
                write(
                        server,
                        words[0]
                                + " "
                                + URI.create(words[1]).getRawPath()
                                + " HTTP/1.1\r\nConnection: close\r\n"
                                + rest
                                + "\r\n");
            }
            pump(server, client);
        } catch (IOException e) {
            return; // either end has gone
        }
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            return; // either end has gone
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
