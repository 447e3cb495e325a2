package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final ReentrantLock playing = new ReentrantLock();
    private final Speaker speaker = new Speaker();
    private final Line line;
    private final String name = Long.toString(new SecureRandom().nextLong() >>> 1, 36);
    private final AtomicLong turns = new AtomicLong();
    private volatile int inputRate = REPLY_RATE;

    private RealtimeClient(Line.Way way) {
        line = new Line(way, this::arrived, received::add);
    }

    /**
     * Opens a session that ends with its connection.
     *
     * @param url the whole address, such as {@code ws://127.0.0.1:9000/v1/realtime}
     * @param token sent as a bearer token; none is sent if null
     * @param patience how long the handshake may take
     */
    public static RealtimeClient connect(URI url, @Nullable String token, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return connect(url, null, token, patience);
    }

    /**
     * As {@link #connect(URI, String, Duration)}.
     *
     * @param authority that vouches for the server, see {@link Trust#in}
     */
    public static RealtimeClient connect(
            URI url, @Nullable Path authority, @Nullable String token, Duration patience)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return opened(new Line.Way(List.of(url), authority, token, patience, Duration.ZERO));
    }

    /**
     * Opens a session that goes on over another connection when its own breaks: what was said and
     * isn't kept yet is said again, and the reply at hand goes on where it was left.
     *
     * @param urls the servers; the first is asked first, then they are tried in turn
     * @param token sent as a bearer token; none is sent if null
     * @param patience how long a handshake may take
     * @param comeBack for how long a broken session is tried to be taken up again
     */
    public static RealtimeClient connect(
            List<URI> urls, @Nullable String token, Duration patience, Duration comeBack)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return opened(new Line.Way(urls, null, token, patience, comeBack));
    }

    private static RealtimeClient opened(Line.Way way)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        RealtimeClient client = new RealtimeClient(way);
        client.line.open();
        return client;
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
        inputRate = rate;
        line.sendSettings(json(event));
    }

    /** Sends sound at the declared rate. */
    public void append(short[] samples) throws IOException {
        line.sound(samples, inputRate);
    }

    /** Says something in writing and asks for a reply. */
    public void say(String text) throws IOException {
        ObjectNode event = event("conversation.item.create");
        ObjectNode item = event.putObject("item").put("type", "message").put("role", "user");
        item.putArray("content").addObject().put("type", "input_text").put("text", text);
        long turn = turns.incrementAndGet();
        ObjectNode respond = event("response.create");
        respond.putObject("parley").put("client", name).put("turn", turn);
        line.text(turn, List.of(json(event), json(respond)));
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
        line.close();
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private void send(ObjectNode event) throws IOException {
        line.send(json(event));
    }

    private static String json(ObjectNode event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void arrived(String text) {
        long now = System.nanoTime();
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            line.refuse("the server sent something that isn't JSON");
            return;
        }
        var message = new Received.Message(now, body.path("type").asText(""), body);
        line.note(message.type(), body);
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
            line.sendReport(
                    json(
                            event("parley.playback.ended")
                                    .put("response_id", response)
                                    .put("heard_ms", heardMillis)
                                    .put("complete", complete)));
        } catch (IOException e) {
            // the session is over, which is told where it happened
        }
    }
}
