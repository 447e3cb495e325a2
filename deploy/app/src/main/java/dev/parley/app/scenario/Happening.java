package dev.parley.app.scenario;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;

/**
 * An event that was written, and whose it is.
 *
 * @param client the client in whose session it lies
 */
record Happening(Topic topic, String client, Envelope<?> envelope) {
    Event event() {
        return envelope.event();
    }

    Instant at() {
        return envelope.times().emitted();
    }
}
