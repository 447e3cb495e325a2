package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.SessionId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A scripted voice client. */
final class Client implements WebSocket.Listener, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    final SessionId session;

    private Client(HttpClient http, URI uri, String token) {
        this.socket =
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(uri, this)
                        .join();
        this.session = new SessionId(next("session.created").at("/session/id").asText());
        next("conversation.created");
    }

    static Client connect(HttpClient http, int port, String query, String token) {
        return new Client(
                http, URI.create("ws://127.0.0.1:" + port + "/v1/realtime" + query), token);
    }

    /** The next event, which must be of the given type. */
    JsonNode next(String type) {
        JsonNode event = next();
        assertThat(event.path("type").asText()).as(event.toString()).isEqualTo(type);
        return event;
    }

    JsonNode next() {
        try {
            JsonNode event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event within 10 s").isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<JsonNode> until(String type) {
        List<JsonNode> seen = new ArrayList<>();
        do {
            seen.add(next());
        } while (!seen.getLast().path("type").asText().equals(type));
        return seen;
    }

    /** Shows that the session lives and has nothing else to say. */
    void isQuietAndWell() {
        send("{\"type\":\"input_audio_buffer.clear\"}");
        next("input_audio_buffer.cleared");
    }

    void send(String json) {
        socket.sendText(json, true).join();
    }

    void sendSound(byte[] pcm) {
        socket.sendBinary(ByteBuffer.wrap(pcm), true).join();
    }

    void append(byte[] pcm) {
        send(
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                        + Base64.getEncoder().encodeToString(pcm)
                        + "\"}");
    }

    WebSocket socket() {
        return socket;
    }

    /** Breaks the connection without a word. */
    void sever() {
        socket.abort();
    }

    int closeCode() {
        return closed.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                events.add(JSON.readTree(partial.toString()));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> null).join();
    }
}
