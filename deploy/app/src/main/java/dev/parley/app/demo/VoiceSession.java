package dev.parley.app.demo;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.LiveView;
import dev.parley.app.client.Microphone;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.Speaking;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import dev.parley.streams.audio.Resampler;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Predicate;

/** A session in which the demo speaks; its microphone is open from beginning to end. */
final class VoiceSession implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int RATE = 16_000;

    private final RealtimeClient client;
    private final Microphone microphone;
    private final SpeechSynthesizer voice;
    private final LiveView view;

    private VoiceSession(
            RealtimeClient client, Microphone microphone, SpeechSynthesizer voice, LiveView view) {
        this.client = client;
        this.microphone = microphone;
        this.voice = voice;
        this.view = view;
    }

    static VoiceSession open(URI url, String token, SpeechSynthesizer voice, LiveView view)
            throws UnreachableException, TokenRefusedException, IOException, InterruptedException {
        RealtimeClient client = RealtimeClient.connect(url, token, HANDSHAKE);
        try {
            return new VoiceSession(client, Microphone.open(client, RATE), voice, view);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /**
     * Says something.
     *
     * @return when the last of it will have been said, by {@link System#nanoTime()}
     */
    long speak(String words) {
        short[] samples =
                Resampler.convert(
                        Speaking.whole(voice, words), SpeechSynthesizer.SAMPLE_RATE, RATE);
        // If the session breaks meanwhile, that is taken in as its closing.
        var unused = microphone.say(samples);
        return System.nanoTime() + samples.length * 1_000_000_000L / RATE;
    }

    /**
     * Writes something.
     *
     * @return the moment, by {@link System#nanoTime()}
     */
    long type(String words) throws IOException {
        client.say(words);
        return System.nanoTime();
    }

    void cancel(String response) throws IOException {
        client.cancel(response);
    }

    /** When the replies that are there will have been played. */
    long playsUntil() {
        return client.playsUntil();
    }

    /**
     * Takes in what happens until it is what was waited for, or the connection is gone.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether it came to that
     */
    boolean await(Exchange exchange, Predicate<Exchange> wanted, long deadline)
            throws InterruptedException {
        while (!wanted.test(exchange)) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || exchange.closed().isPresent()) {
                return false;
            }
            Received next = client.take(Duration.ofNanos(left));
            if (next != null) {
                view.show(next);
                exchange.accept(next);
            }
        }
        return true;
    }

    /** Takes in what happens for a while. */
    void listen(Exchange exchange, Duration duration) throws InterruptedException {
        await(exchange, none -> false, System.nanoTime() + duration.toNanos());
    }

    @Override
    public void close() {
        microphone.close();
        client.close();
    }
}
