package dev.parley.streams.stage;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.OfTurn;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One session's lane of a transform without a broker: outputs get the ids that the host gives them,
 * and what fails is told as the host tells it, though at once: nothing is tried again. For one
 * thread.
 */
public final class InMemoryTransform implements AutoCloseable {
    private final Transform transform;
    private final Transform.Lane lane;
    private final List<String> seen = new ArrayList<>();

    public InMemoryTransform(Transform transform, SessionId session) {
        this.transform = transform;
        this.lane = transform.open(session);
    }

    public Transform transform() {
        return transform;
    }

    /**
     * What comes of an event; nothing if it was seen before, or is unknown.
     *
     * @param offset where it lies on its partition
     * @return outputs in their order, with the times of the event as theirs
     */
    public List<InMemoryTopology.Written> on(
            Topic topic, int partition, long offset, Envelope<?> envelope) {
        String name = topic + " " + envelope.id();
        if (envelope.event() instanceof Unknown || seen.contains(name)) {
            return List.of();
        }
        seen.add(name);
        EventId origin = transform.origin(envelope.id(), offset);
        List<InMemoryTopology.Written> outputs = new ArrayList<>();
        try {
            lane.on(
                    new Transform.Delivery(topic, offset, envelope),
                    new Transform.Emitter() {
                        @Override
                        public void emit(Topic to, Event event) {
                            EventId id = origin.cause(transform.name(), outputs.size());
                            outputs.add(written(to, id, envelope.owner(), envelope, event));
                        }

                        @Override
                        public void failed(String cause) {
                            emit(Topics.FAILURES, failure(envelope, cause));
                        }

                        @Override
                        public int attempt() {
                            return 1;
                        }
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failed(topic, partition, offset, envelope, e, outputs);
        }
        return outputs;
    }

    private void failed(
            Topic topic,
            int partition,
            long offset,
            Envelope<?> envelope,
            Exception fault,
            List<InMemoryTopology.Written> outputs) {
        DeadLetters.Letter letter =
                DeadLetters.of(
                        transform,
                        topic.fullName(),
                        partition,
                        offset,
                        envelope.session().value().getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        fault);
        outputs.add(
                written(
                        Topics.DEAD_LETTERS,
                        letter.id(),
                        new Owner.Session(letter.session()),
                        envelope,
                        letter.event()));
        outputs.add(
                written(
                        Topics.FAILURES,
                        transform
                                .origin(envelope.id(), offset)
                                .cause(transform.name(), Integer.MAX_VALUE),
                        envelope.owner(),
                        envelope,
                        failure(envelope, DeadLetters.describe(fault))));
    }

    private Failure.StageFailed failure(Envelope<?> envelope, String cause) {
        return new Failure.StageFailed(
                transform.name(),
                cause,
                envelope.id(),
                envelope.event() instanceof OfTurn event ? event.turn() : null);
    }

    private static InMemoryTopology.Written written(
            Topic topic, EventId id, Owner owner, Envelope<?> cause, Event event) {
        return new InMemoryTopology.Written(
                topic,
                new Envelope<>(
                        id, cause.session(), owner, cause.times(), cause.traceparent(), event));
    }

    @Override
    public void close() {
        lane.close();
    }
}
