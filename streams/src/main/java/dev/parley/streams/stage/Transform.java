package dev.parley.streams.stage;

import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A stage that asks an engine or a store: straight-line blocking code on a virtual thread, one lane
 * per session, in order within a lane, lanes side by side.
 */
public non-sealed interface Transform extends Stage {
    /** Called on the lane's own thread at the first event of a session on this instance. */
    Lane open(SessionId session);

    /**
     * A topic it writes that says how far earlier owners of a partition came. Whoever takes a
     * partition over reads its last minutes again, and tells each lane the newest event of each
     * type, before the first it handles.
     */
    default Optional<Topic> recalls() {
        return Optional.empty();
    }

    /**
     * What the ids of an event's outputs begin with: its own path, so that a copy of it causes the
     * same. A stage whose inputs of a session come of several writers, one after the other, begins
     * with their offsets: the numbers of a new writer are lower than those of the one before.
     *
     * @param event its id
     * @param offset where it lies on its partition
     */
    default EventId origin(EventId event, long offset) {
        return event;
    }

    /**
     * Whether nobody waits for what it writes: it begins with what comes from now on, and is silent
     * about what it gives up.
     */
    default boolean unheard() {
        return false;
    }

    /**
     * Whether it reads what was committed alone, for which it waits as long as a transaction lasts:
     * for a reader of the audit. No user is told of what it gives up.
     */
    default boolean ofCommitted() {
        return false;
    }

    /** A session's lane; all but {@link #cancel} is called by one thread at a time. */
    interface Lane extends AutoCloseable {
        /**
         * Handles one event. It may come again after a crash, with the same id.
         *
         * @throws PassingFaultException if trying again may help; the host does so, with back-off.
         *     The lane must be then as it was before the call; what it emitted already is emitted
         *     again, under the same ids, but for what is made up: that has a higher attempt
         * @throws Exception anything else sends the record to the dead letters
         */
        void on(Delivery delivery, Emitter out) throws Exception;

        /**
         * The offset of the oldest record that is still needed, though it was handled; progress is
         * not committed beyond it.
         */
        default OptionalLong holdsFrom() {
            return OptionalLong.empty();
        }

        /**
         * Tells, oldest first, what an earlier owner said in this session; called before the first
         * event.
         */
        default void recall(Envelope<?> said) {}

        /**
         * Tells that records of this partition were lost unread before the next one; whether this
         * session's were among them, the lane must tell by what comes.
         */
        default void missed() {}

        /** Called on the polling thread, ahead of what waits in the lane; must return at once. */
        default void cancel(Cancellation.ReplyCancelled cancellation) {}

        /** The lane goes elsewhere, or was idle for long. */
        @Override
        default void close() {}
    }

    /**
     * An event as a lane gets it.
     *
     * @param record as it lies in the log; null where it lies in none
     */
    record Delivery(
            Topic topic,
            long offset,
            Envelope<?> envelope,
            @Nullable ConsumerRecord<byte[], byte[]> record) {
        public Delivery(Topic topic, long offset, Envelope<?> envelope) {
            this(topic, offset, envelope, null);
        }

        public Event event() {
            return envelope.event();
        }
    }

    /** Takes what a lane makes of the event at hand. */
    interface Emitter {
        /**
         * Writes an event caused by the one at hand. Returns before it is acknowledged; the events
         * of one call come in order. Faults of writing don't reach the lane, but for one that ends
         * the event at hand for good.
         */
        void emit(Topic topic, Event event);

        /**
         * Writes that something of this session is lost ({@code StageFailed}).
         *
         * @param cause the kind of fault, without anything personal
         */
        void failed(String cause);

        /**
         * Grows with each owner that this partition gets, also the same again, and within one where
         * an event is tried again of which something made up was written.
         */
        int attempt();
    }
}
