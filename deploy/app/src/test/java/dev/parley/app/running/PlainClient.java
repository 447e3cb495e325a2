package dev.parley.app.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.audio.Pcm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that sends what it is told to, and does nothing by itself. */
final class PlainClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RATE = Caller.RATE;
    private static final int PIECE = RATE / 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Told> coming = new LinkedBlockingQueue<>();
    private final List<Told> told = new ArrayList<>();
    private final WebSocket socket;
    private final SessionId session;

    /** An event, and when it came, by {@link System#nanoTime()}. */
    record Told(long atNanos, String type, JsonNode body) {
        String text(String field) {
            return body.path(field).asText();
        }

        /** Of a {@code response.*} event about the whole response. */
        String response() {
            return body.at("/response/id").asText();
        }
    }

    PlainClient(LocalInstallation parley) throws InterruptedException {
        socket =
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + parley.token())
                        .buildAsync(URI.create(parley.voice() + ""), new Listener())
                        .join();
        session = new SessionId(await("session.created").body().at("/session/id").asText());
        send(
                """
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{
                "format":{"type":"audio/pcm","rate":16000}}}}}
                """);
        await("session.updated");
    }

    private final class Listener implements WebSocket.Listener {
        private final ObjectMapper json = new ObjectMapper();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode body = json.readTree(text.toString());
                    coming.add(new Told(System.nanoTime(), body.path("type").asText(), body));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    SessionId session() {
        return session;
    }

    /** All events that were awaited so far, and those before them. */
    List<Told> told() {
        return told;
    }

    void send(String json) {
        socket.sendText(json.replace("\n", ""), true).join();
    }

    void type(String text) {
        send(
                """
                {"type":"conversation.item.create","item":{"type":"message","role":"user",
                "content":[{"type":"input_text","text":"%s"}]}}
                """
                        .formatted(text));
        send("{\"type\":\"response.create\"}");
    }

    /** Sends 16 kHz sound in real time, 20 ms at a time. */
    void sound(short[] samples) throws InterruptedException {
        long begun = System.nanoTime();
        for (int from = 0; from < samples.length; from += PIECE) {
            int to = Math.min(from + PIECE, samples.length);
            short[] piece = java.util.Arrays.copyOfRange(samples, from, to);
            String base64 = Base64.getEncoder().encodeToString(Pcm.toBytes(piece));
            send("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + base64 + "\"}");
            long wait = begun + (long) (to * 1e9 / RATE) - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
    }

    /** The next event of that type. */
    Told await(String type) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long left;
        while ((left = until - System.nanoTime()) > 0) {
            Told next = coming.poll(left, TimeUnit.NANOSECONDS);
            if (next != null) {
                told.add(next);
                if (next.type().equals(type)) {
                    return next;
                }
            }
        }
        throw new AssertionError(
                "no "
                        + type
                        + " but "
                        + told.stream()
                                .filter(each -> !each.type().equals("response.output_audio.delta"))
                                .map(each -> each.type() + " " + each.text("transcript"))
                                .toList());
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
