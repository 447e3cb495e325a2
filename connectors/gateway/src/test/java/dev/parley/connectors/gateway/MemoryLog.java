package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A log in memory; the test plays the stages. */
final class MemoryLog implements ConversationLog {
    static final Instant RECEIVED = Instant.EPOCH;
    static final Instant EMITTED = Instant.EPOCH.plusMillis(70);

    record Written(Topic topic, Envelope<?> envelope) {}

    private final List<Written> written = new CopyOnWriteArrayList<>();
    private final List<Envelope<?>> said = new CopyOnWriteArrayList<>();

    /** Whether writes are acknowledged. */
    volatile boolean keeps = true;

    /** Whether nothing can be read back. */
    volatile boolean away;

    private final Map<SessionId, List<Consumer<Envelope<?>>>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private volatile @Nullable Event late;

    @Override
    public int partition() {
        return 2;
    }

    @Override
    public void append(Topic topic, Envelope<?> envelope, Runnable acknowledged) {
        assertThat(KafkaConversationLog.WRITES).contains(topic);
        assertThat(topic.carries(envelope.event().getClass())).isTrue();
        written.add(new Written(topic, envelope));
        if (keeps) {
            acknowledged.run();
        }
        if (topic.equals(Topics.CONTROL)) {
            listeners
                    .getOrDefault(envelope.session(), List.of())
                    .forEach(listener -> listener.accept(envelope));
        }
    }

    @Override
    public int partitionOf(String name) {
        return 2;
    }

    @Override
    public List<Envelope<?>> history(SessionId session, Set<Topic> topics, Instant since) {
        return history(session::equals, topics, since);
    }

    @Override
    public List<Envelope<?>> history(
            Predicate<SessionId> sessions, Set<Topic> topics, Instant since) {
        if (away) {
            throw new LogAwayException("away", new IllegalStateException());
        }
        return Stream.concat(said.stream(), written.stream().map(Written::envelope))
                .filter(envelope -> sessions.test(envelope.session()))
                .filter(
                        envelope ->
                                topics.stream()
                                        .anyMatch(
                                                topic ->
                                                        topic.carries(envelope.event().getClass())))
                .collect(java.util.stream.Collectors.<Envelope<?>>toList());
    }

    @Override
    public Subscription subscribe(SessionId session, Consumer<Envelope<?>> listener) {
        Event first = late;
        late = null;
        if (first != null) {
            listener.accept(envelope(session, first));
        }
        listeners.computeIfAbsent(session, id -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> listeners.getOrDefault(session, List.of()).remove(listener);
    }

    /** Tells the session's gateway of an event, as a stage would. */
    Envelope<?> say(SessionId session, Event event) {
        return sayAgain(session, envelope(session, event));
    }

    /** The next who listens hears that first: it was written just before. */
    void sayLate(Event event) {
        late = event;
    }

    private Envelope<?> envelope(SessionId session, Event event) {
        return new Envelope<>(
                EventId.of("stage", number.incrementAndGet()),
                session,
                new Owner.Session(session),
                new Times(RECEIVED, EMITTED),
                null,
                event);
    }

    Envelope<?> sayAgain(SessionId session, Envelope<?> envelope) {
        said.add(envelope);
        List<Consumer<Envelope<?>>> heard = listeners.getOrDefault(session, List.of());
        assertThat(heard).as("a listener of " + session).isNotEmpty();
        heard.forEach(listener -> listener.accept(envelope));
        return envelope;
    }

    List<Written> written() {
        return List.copyOf(written);
    }

    /** What was written of a kind about a session. */
    <E extends Event> List<E> written(SessionId session, Class<E> type) {
        return of(session, type).map(envelope -> type.cast(envelope.event())).toList();
    }

    Stream<Envelope<?>> of(SessionId session, Class<? extends Event> type) {
        return written.stream()
                .<Envelope<?>>map(Written::envelope)
                .filter(envelope -> envelope.session().equals(session))
                .filter(envelope -> type.isInstance(envelope.event()));
    }

    <E extends Event> List<E> await(SessionId session, Class<E> type, int count) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < until) {
            List<E> found = written(session, type);
            if (found.size() >= count) {
                return found;
            }
            Thread.onSpinWait();
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError(
                "only " + written(session, type).size() + " of " + count + " " + type.getName());
    }
}
