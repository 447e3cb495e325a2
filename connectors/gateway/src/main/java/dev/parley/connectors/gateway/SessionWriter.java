package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes one session's events, numbered per topic and sealed with the session's own key. Used by
 * one thread, but for {@link #now}.
 */
public final class SessionWriter {
    private final ConversationLog log;
    private final SessionId session;
    private final String writer;
    private final InstantSource clock;
    private final Map<Topic, Long> written = new HashMap<>();

    public SessionWriter(
            ConversationLog log, SessionId session, String writer, InstantSource clock) {
        this.log = log;
        this.session = session;
        this.writer = writer;
        this.clock = clock;
    }

    /** The writer's name in the ids of its events. */
    public String name() {
        return writer;
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public void write(Topic topic, Event event) {
        write(topic, event, now());
    }

    /**
     * @param received when the bytes that caused it arrived
     */
    public void write(Topic topic, Event event, Instant received) {
        write(topic, event, received, () -> {});
    }

    /**
     * @param received when the bytes that caused it arrived
     * @param acknowledged called on any thread once it can't be lost any more
     */
    public void write(Topic topic, Event event, Instant received, Runnable acknowledged) {
        long number = written.merge(topic, 1L, Long::sum) - 1;
        write(topic, EventId.of(writer, number), event, received, acknowledged);
    }

    /**
     * @param id given by the client; written again, it is the same event
     * @param acknowledged called on any thread once it can't be lost any more
     */
    public void write(
            Topic topic, EventId id, Event event, Instant received, Runnable acknowledged) {
        log.append(
                topic,
                new Envelope<>(
                        id,
                        session,
                        new Owner.Session(session),
                        new Times(received, now()),
                        null,
                        event),
                acknowledged);
    }
}
