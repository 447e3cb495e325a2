package dev.parley.streams.stage;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drives one lane of a transform: events in, events out. */
public final class Lanes {
    public static final SessionId SESSION = SessionId.on(0, "test1");
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    public final Transform.Lane lane;
    public final List<Event> said = new ArrayList<>();
    public final List<String> failures = new ArrayList<>();
    private final Topic topic;
    private long offset;

    /**
     * @param topic that events are read from
     */
    public Lanes(Transform stage, Topic topic) {
        this.lane = stage.open(SESSION);
        this.topic = topic;
    }

    public void hear(Event event) throws Exception {
        hear(EventId.of("tester", offset), event);
    }

    public void hear(EventId id, Event event) throws Exception {
        Envelope<?> envelope =
                new Envelope<>(
                        id, SESSION, new Owner.Session(SESSION), new Times(NOW, NOW), null, event);
        lane.on(
                new Transform.Delivery(topic, offset++, envelope),
                new Transform.Emitter() {
                    @Override
                    public void emit(Topic to, Event output) {
                        said.add(output);
                    }

                    @Override
                    public void failed(String cause) {
                        failures.add(cause);
                    }

                    @Override
                    public int attempt() {
                        return 7;
                    }
                });
    }

    public <E> List<E> said(Class<E> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
