package dev.parley.load.chaos;

import dev.parley.app.client.Microphone;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Somebody who asks one question after the other, and goes on when the line breaks. */
final class Talker implements AutoCloseable {
    private static final int RATE = 16_000;
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    private static final Duration COME_BACK = Duration.ofSeconds(60);
    private static final long PATIENCE_NANOS = 45_000_000_000L;
    private static final long REST_NANOS = 700_000_000L;

    private final List<short[]> questions;
    private final RealtimeClient client;
    private final Microphone microphone;
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, HeardReply> replies = new LinkedHashMap<>();
    private final List<String> sessions = new ArrayList<>();
    private final Thread thread;
    private int resumes;
    private volatile boolean ending;
    private volatile boolean lost;

    /**
     * @param questions as sound, 16 kHz, asked in turn
     * @param urls tried in turn
     */
    Talker(String name, List<short[]> questions, List<URI> urls, String token)
            throws UnreachableException, TokenRefusedException, IOException, InterruptedException {
        this.questions = questions;
        client = RealtimeClient.connect(urls, token, HANDSHAKE, COME_BACK);
        microphone = Microphone.open(client, RATE);
        thread = Thread.ofVirtual().name(name).start(this::talk);
    }

    private void talk() {
        try {
            take(System.nanoTime() + REST_NANOS);
            for (int i = 0; !ending && !lost; i++) {
                asked.add(ask(questions.get(i % questions.size())));
                take(System.nanoTime() + REST_NANOS);
            }
        } catch (ExecutionException e) {
            lost = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Asked ask(short[] question) throws InterruptedException, ExecutionException {
        long from = System.nanoTime();
        int repliesBefore = replies.size();
        long saidAt = microphone.say(question).get();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!lost && heardSince(repliesBefore).isEmpty() && System.nanoTime() < until) {
            accept(client.take(Duration.ofMillis(100)));
        }
        List<HeardReply> heard = heardSince(repliesBefore);
        List<String> problems = new ArrayList<>();
        if (lost) {
            problems.add("session lost");
        } else if (heard.isEmpty()) {
            problems.add("no reply");
        }
        long wait = heard.isEmpty() ? -1 : (heard.getFirst().firstAt() - saidAt) / 1_000_000;
        long gap = heard.stream().mapToLong(HeardReply::gapMillis).sum();
        return new Asked(from, System.nanoTime(), wait, gap, problems);
    }

    private List<HeardReply> heardSince(int before) {
        return replies.values().stream().skip(before).filter(HeardReply::isHeard).toList();
    }

    private void take(long until) throws InterruptedException {
        long left;
        while (!lost && (left = until - System.nanoTime()) > 0) {
            accept(client.take(Duration.ofNanos(left)));
        }
    }

    private void accept(@org.jspecify.annotations.Nullable Received received) {
        switch (received) {
            case null -> {}
            case Received.Message message -> accept(message);
            case Received.PlaybackEnded ended -> {
                HeardReply reply = replies.get(ended.response());
                if (reply != null) {
                    reply.heard();
                }
            }
            case Received.Resumed resumed -> resumes++;
            case Received.Closed closed -> lost = true;
        }
    }

    private void accept(Received.Message message) {
        if (message.type().equals("session.created")) {
            String session = message.body().path("session").path("id").asText();
            if (!sessions.contains(session)) {
                sessions.add(session);
            }
        } else if (message.type().startsWith("response.")) {
            String id =
                    message.body()
                            .path("response_id")
                            .asText(message.body().path("response").path("id").asText());
            replies.computeIfAbsent(id, HeardReply::new).accept(message);
        }
    }

    /** Lets the question at hand be answered, then ends. */
    void end() throws InterruptedException {
        ending = true;
        thread.join();
    }

    List<Asked> asked() {
        return asked;
    }

    List<HeardReply> replies() {
        return List.copyOf(replies.values());
    }

    List<String> sessions() {
        return sessions;
    }

    int resumes() {
        return resumes;
    }

    @Override
    public void close() {
        microphone.close();
        client.close();
    }
}
