package dev.parley.connectors.gateway;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.util.function.Consumer;

/** The log as the gateway sees it. Safe for use by many threads. */
public interface ConversationLog extends AutoCloseable {
    /** A new session, on a partition that this gateway reads. */
    SessionId mint();

    /**
     * Writes an event; returns before it is acknowledged. The order is kept per session and topic.
     * A write that fails for good is told to the handler that the log was made with.
     */
    void append(Topic topic, Envelope<?> envelope);

    /**
     * Brings what is written about a session from now on, until the subscription is closed.
     *
     * @param listener called on the log's reading thread: must return at once. Sees the events of a
     *     topic in its order; may see one again
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
