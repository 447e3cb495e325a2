package dev.parley.app.running;

import dev.parley.app.client.Exchange;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import java.time.Duration;
import java.util.function.Predicate;

/** What a client hears, also over several connections. Used by one thread. */
final class Listening {
    private final RealtimeClient client;
    private final Exchange exchange = new Exchange();
    private int resumes;
    private String session = "";

    Listening(RealtimeClient client) {
        this.client = client;
    }

    Exchange exchange() {
        return exchange;
    }

    /** How often the session went on over another connection. */
    int resumes() {
        return resumes;
    }

    String session() {
        return session;
    }

    /** Takes in what happens until that is what was waited for; says whether it came to that. */
    boolean await(Predicate<Received> wanted, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        long left;
        while ((left = until - System.nanoTime()) > 0 && exchange.closed().isEmpty()) {
            Received next = client.take(Duration.ofNanos(left));
            if (next != null) {
                take(next);
                if (wanted.test(next)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void take(Received next) {
        exchange.accept(next);
        switch (next) {
            case Received.Resumed resumed -> resumes++;
            case Received.Message message when message.type().equals("session.created") ->
                    session = message.body().path("session").path("id").asText();
            default -> {
                // of what was said
            }
        }
    }
}
