package dev.parley.app.running;

import dev.parley.schemas.event.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A WebSocket by hand (RFC 6455), which may send what no client library would, or not read. */
final class RawClient implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final Pattern SESSION = Pattern.compile("\"id\":\"(s\\d+-[^\"]*)\"");

    private final Socket socket = new Socket();
    private final StringBuilder read = new StringBuilder();

    RawClient(URI voice, String token) throws IOException {
        socket.setReceiveBufferSize(32 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(voice.getHost(), voice.getPort()));
        socket.getOutputStream()
                .write(
                        """
                        GET /v1/realtime?token=%s HTTP/1.1\r
                        Host: parley\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        Sec-WebSocket-Version: 13\r
                        \r
                        """
                                .formatted(token)
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends one frame, masked with zeros. */
    void send(int kind, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | kind));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    void send(String json) throws IOException {
        send(TEXT, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads on until this was read; fails at the connection's end. */
    String readTo(String text) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[4096];
        while (read.indexOf(text) < 0) {
            int count = in.read(bytes);
            if (count < 0) {
                throw new IOException("the connection ended before " + text + ": " + read);
            }
            read.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
        }
        return read.toString();
    }

    /** Forgets what was read. */
    void forget() {
        read.setLength(0);
    }

    /** Reads to the connection's end. */
    void readToTheEnd() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // goes on
            }
        } catch (java.net.SocketException reset) {
            // an end as good as any
        }
    }

    SessionId session() throws IOException {
        Matcher matcher = SESSION.matcher(readTo("\"audio\""));
        if (!matcher.find()) {
            throw new IOException("no session id in " + read);
        }
        return new SessionId(matcher.group(1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
