package dev.parley.app.running;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.Speaking;
import dev.parley.app.client.SpokenReply;
import dev.parley.connectors.speech.MaryVoice;
import dev.parley.schemas.event.SessionId;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/** Someone who speaks to Parley, by 16 kHz sound at any pace or in writing. */
final class Caller implements AutoCloseable {
    static final int RATE = 16_000;

    private static final int PIECE = RATE / 10;
    private static final short[] PAUSE = new short[RATE * 5 / 4];

    private final RealtimeClient client;
    private final SessionId session;

    private Caller(RealtimeClient client, SessionId session) {
        this.client = client;
        this.session = session;
    }

    static Caller of(LocalInstallation parley) throws Exception {
        RealtimeClient client =
                RealtimeClient.connect(parley.voice(), parley.token(), Duration.ofSeconds(10));
        client.declareInputRate(RATE);
        while (client.take(Duration.ofSeconds(10)) instanceof Received.Message message) {
            if (message.type().equals("session.created")) {
                String id = message.body().path("session").path("id").asText();
                return new Caller(client, new SessionId(id));
            }
        }
        throw new AssertionError("no session was created");
    }

    /** Words as the starter voice says them, at {@link #RATE}. */
    static short[] spoken(String words) throws IOException {
        try (MaryVoice voice = new MaryVoice()) {
            return Resampler.convert(
                    Speaking.whole(voice, words), SpeechSynthesizer.SAMPLE_RATE, RATE);
        }
    }

    SessionId session() {
        return session;
    }

    RealtimeClient client() {
        return client;
    }

    /**
     * Says it and falls silent for long enough to be answered.
     *
     * @param pace 1 for real time, 4 for four times as fast
     * @return when the last of it was sent, by {@link System#nanoTime()}
     */
    long say(short[] samples, double pace) throws IOException, InterruptedException {
        long spoken = send(samples, pace);
        send(PAUSE, pace);
        return spoken;
    }

    long send(short[] samples, double pace) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int from = 0; from < samples.length; from += PIECE) {
            int to = Math.min(from + PIECE, samples.length);
            client.append(Arrays.copyOfRange(samples, from, to));
            long due = begun + (long) (to * 1e9 / RATE / pace);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(Duration.ofNanos(wait));
            }
        }
        return System.nanoTime();
    }

    /** Takes in what happens until it is what was waited for; says whether it came to that. */
    boolean await(Exchange exchange, Predicate<Exchange> wanted, Duration patience)
            throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!wanted.test(exchange)) {
            long left = until - System.nanoTime();
            if (left <= 0 || exchange.closed().isPresent()) {
                return false;
            }
            Received next = client.take(Duration.ofNanos(left));
            if (next != null) {
                exchange.accept(next);
            }
        }
        return true;
    }

    /** Whether a reply was said to its end, heard or not. */
    static boolean isAnswered(Exchange exchange) {
        return exchange.replies().stream().anyMatch(Caller::isCompleted);
    }

    static boolean isCompleted(SpokenReply reply) {
        return "completed".equals(reply.status());
    }

    static SpokenReply reply(Exchange exchange) {
        return exchange.replies().stream()
                .filter(Caller::isCompleted)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no reply; error " + exchange.error()));
    }

    @Override
    public void close() {
        client.close();
    }
}
