package dev.parley.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.streams.audio.Pcm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One session of the OpenAI Realtime protocol (general availability names), at any server that
 * speaks it. One that says that it is Parley is also told, by {@code parley.playback.ended}, when a
 * reply was heard to its end. What arrives is taken from one queue, see {@link #take}; sending is
 * safe for use by many threads, and waits while the server doesn't read.
 */
public final class RealtimeClient implements AutoCloseable {
    /** Samples a second of the replies: 16-bit mono. */
    public static final int REPLY_RATE = 24_000;

    /** The model's name by which a server says that it is Parley. */
    private static final String PARLEY = "parley";

    private static final String SOUND = "response.output_audio.delta";
    private static final int RESPONSES_KEPT = 32;
    private static final Duration INTRODUCTION = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> parley = new CompletableFuture<>();
    private final Loudspeaker loudspeaker;
    private final boolean yieldsToSpeech;
    private final ReentrantLock playing = new ReentrantLock();
    private final ReplyItems items = new ReplyItems();
    private final Set<String> stopped = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final Line line;
    private final String name = Long.toString(new SecureRandom().nextLong() >>> 1, 36);
    private final AtomicLong turns = new AtomicLong();
    private volatile int inputRate = REPLY_RATE;
    private volatile boolean interruptible = true;

    /**
     * How a client plays replies.
     *
     * @param loudspeaker not closed with the client
     * @param yieldsToSpeech whether what is played stops as soon as the server hears speech
     */
    public record Playing(Loudspeaker loudspeaker, boolean yieldsToSpeech) {
        /** No sound, for as long as it would take. */
        static Playing silently() {
            return new Playing(new SilentLoudspeaker(), false);
        }
    }

    private RealtimeClient(Line.Way way, Playing how) {
        loudspeaker = how.loudspeaker();
        yieldsToSpeech = how.yieldsToSpeech();
        line = new Line(way, this::arrived, this::happened);
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
        return open(
                new Line.Way(
                        List.of(url), authority, Credential.bearer(token), patience, Duration.ZERO),
                Playing.silently());
    }

    /**
     * Opens a session that goes on over another connection when its own breaks: what was said and
     * isn't kept yet is said again, and the reply at hand goes on where it was left. For Parley's
     * servers only.
     *
     * @param urls the servers; the first is asked first, then they are tried in turn
     * @param token sent as a bearer token; none is sent if null
     * @param patience how long a handshake may take
     * @param comeBack for how long a broken session is tried to be taken up again
     */
    public static RealtimeClient connect(
            List<URI> urls, @Nullable String token, Duration patience, Duration comeBack)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        return open(
                new Line.Way(urls, null, Credential.bearer(token), patience, comeBack),
                Playing.silently());
    }

    /** Opens a session in any way. */
    static RealtimeClient open(Line.Way way, Playing how)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        RealtimeClient client = new RealtimeClient(way, how);
        client.loudspeaker.tell(client::playedToTheEnd);
        client.line.open();
        return client;
    }

    /**
     * Whether the server says that it is Parley; waits until it said who it is.
     *
     * @return false too if it didn't say anything in time, or the session is over before
     */
    public boolean isParley(Duration patience) throws InterruptedException {
        try {
            return parley.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is completed with a value only", e);
        }
    }

    /** Whether the server has begun a session. */
    boolean isIntroduced() {
        return parley.isDone();
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
        if (parleyListens()) {
            respond.putObject("parley").put("client", name).put("turn", turn);
        }
        line.text(turn, List.of(json(event), json(respond)));
    }

    private boolean parleyListens() throws IOException {
        try {
            return isParley(INTRODUCTION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the session begins", e);
        }
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
        return loudspeaker.busyUntil();
    }

    /** Stops what is being played, and says to the server what was heard of it. */
    public void fallSilent() {
        long now = System.nanoTime();
        for (String response : loudspeaker.playing()) {
            cut(response, now);
        }
    }

    /** Stops what is being played, and has the server make no more of it. */
    public void interrupt() throws IOException {
        for (String response : loudspeaker.playing()) {
            boolean wanted;
            playing.lock();
            try {
                wanted = parley.getNow(false) || !done.contains(response);
            } finally {
                playing.unlock();
            }
            if (wanted) {
                cancel(response);
            }
            cut(response, System.nanoTime());
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
        short[] sound;
        try {
            sound = sound(message);
        } catch (IllegalArgumentException e) {
            line.refuse("the server sent sound that is none");
            return;
        }
        line.note(message.type(), body);
        received.add(message);
        switch (message.type()) {
            case "session.created" -> {
                noteDetection(body);
                parley.complete(PARLEY.equals(body.path("session").path("model").asText()));
            }
            case "session.updated" -> noteDetection(body);
            case "input_audio_buffer.speech_started" -> {
                if (yieldsToSpeech && interruptible) {
                    fallSilent();
                }
            }
            case SOUND -> play(message, sound);
            case "parley.reply.cancelled" -> cut(message.text("response_id"), now);
            case "response.done" -> {
                JsonNode response = body.path("response");
                String id = response.path("id").asText("");
                playing.lock();
                try {
                    remember(done, id);
                } finally {
                    playing.unlock();
                }
                if ("cancelled".equals(response.path("status").asText(""))) {
                    cut(id, now);
                } else {
                    loudspeaker.completed(id);
                }
            }
            default -> {}
        }
    }

    private void noteDetection(JsonNode event) {
        interruptible =
                event.at("/session/audio/input/turn_detection/interrupt_response").asBoolean(true);
    }

    private void happened(Received what) {
        if (what instanceof Received.Closed) {
            parley.complete(false);
        }
        received.add(what);
    }

    /** What sounds in an event; nothing in most. */
    private static short[] sound(Received.Message message) {
        return message.type().equals(SOUND)
                ? Pcm.toShorts(Base64.getDecoder().decode(message.text("delta")))
                : new short[0];
    }

    private void play(Received.Message delta, short[] samples) {
        String response = delta.text("response_id");
        playing.lock();
        try {
            if (stopped.contains(response)) {
                return;
            }
            items.sounded(
                    response,
                    delta.text("item_id"),
                    delta.body().path("content_index").asInt(),
                    samples.length);
            loudspeaker.play(response, samples, delta.atNanos());
        } finally {
            playing.unlock();
        }
    }

    private void playedToTheEnd(String response, long heardMillis) {
        received.add(new Received.PlaybackEnded(System.nanoTime(), response, heardMillis, true));
        if (parley.getNow(false)) {
            report(
                    List.of(
                            event("parley.playback.ended")
                                    .put("response_id", response)
                                    .put("heard_ms", heardMillis)
                                    .put("complete", true)));
        }
    }

    /** What comes of the reply later isn't played. */
    private void cut(String response, long now) {
        OptionalLong heard;
        List<ObjectNode> truncations = new ArrayList<>();
        playing.lock();
        try {
            remember(stopped, response);
            heard = loudspeaker.stop(response);
            if (heard.isEmpty()) {
                return;
            }
            for (ReplyItems.Cut cut : items.cutAt(response, heard.getAsLong())) {
                truncations.add(
                        event("conversation.item.truncate")
                                .put("item_id", cut.item())
                                .put("content_index", cut.contentIndex())
                                .put("audio_end_ms", cut.heardMillis()));
            }
        } finally {
            playing.unlock();
        }
        received.add(new Received.PlaybackEnded(now, response, heard.getAsLong(), false));
        report(truncations);
    }

    private static void remember(Set<String> responses, String response) {
        responses.add(response);
        if (responses.size() > RESPONSES_KEPT) {
            responses.remove(responses.iterator().next());
        }
    }

    /** Not on this thread: it may be the one by which the server's answers come. */
    private void report(List<ObjectNode> events) {
        Thread.ofVirtual()
                .name("playback-ended")
                .start(
                        () -> {
                            try {
                                line.sendReport(events.stream().map(RealtimeClient::json).toList());
                            } catch (IOException e) {
                                // the session is over, which is told where it happened
                            }
                        });
    }
}
