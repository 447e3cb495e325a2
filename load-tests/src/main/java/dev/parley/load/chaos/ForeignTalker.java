package dev.parley.load.chaos;

import dev.parley.app.client.Microphone;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose client knows nothing of coming back: when the line breaks, the question at hand is
 * gone with its session, and the next is asked in a new one.
 */
final class ForeignTalker implements AutoCloseable {
    private static final int RATE = 16_000;
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration REST = Duration.ofSeconds(1);

    private enum Outcome {
        ANSWERED,
        UNANSWERED,
        CUT
    }

    private final List<short[]> questions;
    private final List<URI> urls;
    private final String token;
    private final Thread thread;
    private int asked;
    private int answered;
    private int cut;
    private volatile boolean ending;

    ForeignTalker(List<short[]> questions, List<URI> urls, String token) {
        this.questions = questions;
        this.urls = urls;
        this.token = token;
        this.thread = Thread.ofVirtual().name("foreign-talker").start(this::talk);
    }

    private void talk() {
        try {
            for (int line = 0; !ending; line++) {
                try (RealtimeClient client =
                        RealtimeClient.connect(urls.get(line % urls.size()), token, HANDSHAKE)) {
                    converse(client);
                } catch (UnreachableException | IOException e) {
                    Thread.sleep(REST);
                }
            }
        } catch (TokenRefusedException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(RealtimeClient client) throws IOException, InterruptedException {
        try (Microphone microphone = Microphone.open(client, RATE)) {
            while (!ending) {
                Thread.sleep(REST);
                short[] question = questions.get(asked % questions.size());
                asked++;
                switch (ask(client, microphone, question)) {
                    case ANSWERED -> answered++;
                    case UNANSWERED -> {}
                    case CUT -> {
                        cut++;
                        return;
                    }
                }
            }
        }
    }

    private static Outcome ask(RealtimeClient client, Microphone microphone, short[] question)
            throws InterruptedException {
        try {
            long unused = microphone.say(question).get();
        } catch (ExecutionException e) {
            return Outcome.CUT;
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            @Nullable Received received = client.take(Duration.ofMillis(100));
            if (received instanceof Received.Closed) {
                return Outcome.CUT;
            }
            if (received instanceof Received.PlaybackEnded) {
                return Outcome.ANSWERED;
            }
        }
        return Outcome.UNANSWERED;
    }

    /** Lets the question at hand be answered, then ends. */
    Tally.Foreign end() throws InterruptedException {
        ending = true;
        thread.join();
        return new Tally.Foreign(asked, answered, cut);
    }

    @Override
    public void close() {
        ending = true;
    }
}
