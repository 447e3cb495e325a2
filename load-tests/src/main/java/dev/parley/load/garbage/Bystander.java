package dev.parley.load.garbage;

import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.TokenRefusedException;
import dev.parley.app.client.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who talks all the while, and must notice nothing. */
final class Bystander implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SLOW_MICROS = 5_000_000;
    private static final String QUESTION = "what is twelve plus thirty";
    private static final String ANSWER = "42";

    private final RealtimeClient client;
    private final List<Long> waits = new ArrayList<>();
    private int wrong;

    Bystander(URI url, String token)
            throws UnreachableException, TokenRefusedException, InterruptedException {
        client = RealtimeClient.connect(url, token, PATIENCE);
    }

    /** Asks, and waits until all is said. */
    void ask() throws IOException, InterruptedException {
        long asked = System.nanoTime();
        client.say(QUESTION);
        StringBuilder said = new StringBuilder();
        boolean sounded = false;
        while (System.nanoTime() - asked < PATIENCE.toNanos()) {
            @Nullable Received received = client.take(Duration.ofMillis(100));
            if (received instanceof Received.Closed) {
                throw new IOException("the bystander's connection was closed");
            }
            if (received instanceof Received.Message message) {
                if (message.type().equals("response.output_audio.delta") && !sounded) {
                    sounded = true;
                    waits.add((message.atNanos() - asked) / 1_000_000);
                }
                if (message.type().equals("response.output_audio_transcript.delta")) {
                    said.append(message.text("delta")).append(' ');
                }
                if (message.type().equals("parley.timeline")
                        && message.body().path("total_us").asLong() > SLOW_MICROS) {
                    complain("a slow answer: " + message.body().path("segments"));
                }
                if (message.type().equals("response.done")) {
                    if (!said.toString().contains(ANSWER)) {
                        wrong++;
                        complain("it heard: " + said);
                    }
                    return;
                }
            }
        }
        wrong++;
        complain("no answer within %d s, after \"%s\"".formatted(PATIENCE.toSeconds(), said));
    }

    private static void complain(String what) {
        System.out.println("garbage: " + what);
    }

    /** How long each answer's first sound took, in milliseconds; and forgets them. */
    List<Long> waits() {
        List<Long> sorted = waits.stream().sorted().toList();
        waits.clear();
        return sorted;
    }

    /** Questions that were answered wrongly or not at all. */
    int wrong() {
        return wrong;
    }

    @Override
    public void close() {
        client.close();
    }
}
