package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.audio.Pcm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session of the OpenAI Realtime protocol (general availability names), with Parley's own event
 * {@code parley.playback.ended}. What arrives is taken from one queue, see {@link #take}; sending
 * is safe for use by many threads, and waits while the server doesn't read.
 */
public final class RealtimeClient implements AutoCloseable {
    /** Samples a second of the replies: 16-bit mono. */
    public static final int REPLY_RATE = 24_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLICY_VIOLATION = 1008;
    private static final int BROKEN = 1006;

    private final HttpClient http;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock playing = new ReentrantLock();
    private final Speaker speaker = new Speaker();
    private final WebSocket socket;

    private RealtimeClient(URI url, @Nullable String token, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        http =
                HttpClient.newBuilder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .connectTimeout(patience)
                        .build();
        boolean open = false;
        try {
            socket = handshake(url, token, patience);
            open = true;
        } finally {
            if (!open) {
                http.shutdownNow();
            }
        }
    }

    /**
     * Opens a session.
     *
     * @param url the whole address, such as {@code ws://127.0.0.1:9000/v1/realtime}
     * @param token sent as a bearer token; none is sent if null
     * @param patience how long the handshake may take
     */
    public static RealtimeClient connect(URI url, @Nullable String token, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return new RealtimeClient(url, token, patience);
    }

    /** Says at which rate the sound will come: 16-bit mono. */
    public void declareInputRate(int rate) throws IOException {
        ObjectNode event = event("session.update");
        ObjectNode session = event.putObject("session").put("type", "realtime");
        session.putObject("audio")
                .putObject("input")
                .putObject("format")
                .put("type", "audio/pcm")
                .put("rate", rate);
        send(event);
    }

    /** Sends sound at the declared rate. */
    public void append(short[] samples) throws IOException {
        String audio = Base64.getEncoder().encodeToString(Pcm.toBytes(samples));
        send(event("input_audio_buffer.append").put("audio", audio));
    }

    /** Says something in writing and asks for a reply. */
    public void say(String text) throws IOException {
        ObjectNode event = event("conversation.item.create");
        ObjectNode item = event.putObject("item").put("type", "message").put("role", "user");
        item.putArray("content").addObject().put("type", "input_text").put("text", text);
        send(event);
        send(event("response.create"));
    }

    /** Asks that a reply be dropped. */
    public void cancel(String response) throws IOException {
        send(event("response.cancel").put("response_id", response));
    }

    /**
     * Takes what happened next, waiting for it if need be.
     *
     * @return null if nothing happened until then
     */
    public @Nullable Received take(Duration patience) throws InterruptedException {
        return received.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When the speaker will have played all that is there, by {@link System#nanoTime()}. */
    public long playsUntil() {
        playing.lock();
        try {
            return speaker.busyUntil();
        } finally {
            playing.unlock();
        }
    }

    /** Closes the session; what is still being sent is given a second. */
    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            try {
                socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                socket.abort();
            } catch (InterruptedException e) {
                socket.abort();
                Thread.currentThread().interrupt();
            }
        }
        http.shutdownNow();
    }

    private WebSocket handshake(URI url, @Nullable String token, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(patience);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            return builder.buildAsync(url, new Listener())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnreachableException(
                    "Nothing answered at " + url + " within " + patience.toSeconds() + " s.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException answer) {
                int status = answer.getResponse().statusCode();
                if (status == 401 || status == 403) {
                    throw refused(url, token, "status " + status);
                }
                throw new UnreachableException(
                        "No voice session at " + url + ": the server answered " + status + ".");
            }
            throw new UnreachableException("Nothing answers at " + url + ".");
        }
    }

    /**
     * @return what to tell the user if the server closed the session because of its token
     */
    static boolean refusesToken(Received.Closed closed) {
        return closed.code() == POLICY_VIOLATION;
    }

    static TokenRefusedException refused(URI url, @Nullable String token, String detail) {
        String what = token == null ? "asks for a token" : "refuses the token";
        return new TokenRefusedException(
                "The server at " + url + " " + what + " (" + detail + ").");
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private void send(ObjectNode event) throws IOException {
        sending.lock();
        try {
            socket.sendText(JSON.writeValueAsString(event), true).join();
        } catch (CompletionException e) {
            throw new IOException("the session is closed", e.getCause());
        } finally {
            sending.unlock();
        }
    }

    private void arrived(String text) {
        long now = System.nanoTime();
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            broken("the server sent something that isn't JSON");
            socket.abort();
            return;
        }
        var message = new Received.Message(now, body.path("type").asText(""), body);
        received.add(message);
        switch (message.type()) {
            case "response.output_audio.delta" -> play(message);
            case "response.output_audio.done" -> completed(message.text("response_id"));
            case "parley.reply.cancelled" -> stopPlayback(message.text("response_id"), now, false);
            case "response.done" -> {
                JsonNode response = body.path("response");
                String id = response.path("id").asText("");
                if ("cancelled".equals(response.path("status").asText(""))) {
                    stopPlayback(id, now, false);
                } else {
                    completed(id);
                }
            }
            default -> {}
        }
    }

    private void play(Received.Message delta) {
        long bytes = Base64.getDecoder().decode(delta.text("delta")).length;
        playing.lock();
        try {
            long nanos = bytes / 2 * 1_000_000_000L / REPLY_RATE;
            speaker.play(delta.text("response_id"), nanos, delta.atNanos());
        } finally {
            playing.unlock();
        }
    }

    private void completed(String response) {
        playing.lock();
        try {
            if (!speaker.isPlaying(response) || speaker.isWhole(response)) {
                return;
            }
            speaker.completed(response);
        } finally {
            playing.unlock();
        }
        Thread.ofVirtual().name("speaker").start(() -> awaitEnd(response));
    }

    private void awaitEnd(String response) {
        while (true) {
            long left;
            playing.lock();
            try {
                if (!speaker.isPlaying(response)) {
                    return;
                }
                left = speaker.endsAt(response) - System.nanoTime();
            } finally {
                playing.unlock();
            }
            if (left <= 0) {
                stopPlayback(response, System.nanoTime(), true);
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    private void stopPlayback(String response, long now, boolean complete) {
        long heardMillis;
        playing.lock();
        try {
            if (!speaker.isPlaying(response)) {
                return;
            }
            heardMillis = speaker.stop(response, now) / 1_000_000;
        } finally {
            playing.unlock();
        }
        received.add(new Received.PlaybackEnded(now, response, heardMillis, complete));
        Thread.ofVirtual()
                .name("playback-ended")
                .start(() -> reportPlayback(response, heardMillis, complete));
    }

    private void reportPlayback(String response, long heardMillis, boolean complete) {
        try {
            send(
                    event("parley.playback.ended")
                            .put("response_id", response)
                            .put("heard_ms", heardMillis)
                            .put("complete", complete));
        } catch (IOException e) {
            broken("the connection broke");
        }
    }

    private void broken(String reason) {
        received.add(new Received.Closed(System.nanoTime(), BROKEN, reason));
    }

    /** Called by the HTTP client, one call at a time. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                arrived(whole);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            received.add(new Received.Closed(System.nanoTime(), statusCode, reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            broken("the connection broke");
        }
    }
}
