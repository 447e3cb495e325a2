package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The log as the gateway sees it. Safe for use by many threads. */
public interface ConversationLog extends AutoCloseable {
    /** A partition for a new session, one that this gateway reads. */
    int partition();

    /**
     * A partition for a new session that has a name already: the same for the same name at every
     * gateway, so that a session isn't begun twice.
     */
    int partitionOf(String name);

    /**
     * Writes an event; returns before it is acknowledged. The order is kept per session and topic.
     * A write that fails for good is told to the handler that the log was made with.
     */
    default void append(Topic topic, Envelope<?> envelope) {
        append(topic, envelope, () -> {});
    }

    /**
     * As {@link #append(Topic, Envelope)}.
     *
     * @param acknowledged called on a thread of the log once the event can't be lost any more; must
     *     return at once
     */
    void append(Topic topic, Envelope<?> envelope, Runnable acknowledged);

    /**
     * What was written about a session lately; blocks until it is read. The events of a topic come
     * in its order, and some more may have been written meanwhile.
     *
     * @throws LogAwayException if it can't be read now
     */
    List<Envelope<?>> history(SessionId session, Set<Topic> topics, Instant since);

    /**
     * What was written lately about those sessions, on every partition; blocks until it is read.
     * Records of other sessions are passed over by their key, undecoded.
     *
     * @throws LogAwayException if it can't be read now
     */
    List<Envelope<?>> history(Predicate<SessionId> sessions, Set<Topic> topics, Instant since);

    /**
     * Brings what is written about a session from now on, until the subscription is closed.
     *
     * @param listener called on the log's reading thread: must return at once. Sees the events of a
     *     topic in its order; may see one again
     * @throws LogAwayException if its partition can't be read now
     */
    Subscription subscribe(SessionId session, Consumer<Envelope<?>> listener);

    @Override
    default void close() {}

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
