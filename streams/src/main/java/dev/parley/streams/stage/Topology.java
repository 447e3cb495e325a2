package dev.parley.streams.stage;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stage with state, order or time: a pure function from a state and an event to a state and
 * events.
 *
 * <p>The host gives it the one frozen shape: inputs, one processor, one named store, outputs. Per
 * key, events come one at a time in the order of the log. An event that was seen before (by its
 * derived id) doesn't reach the function. The function asks no clock, draws nothing at random and
 * calls nobody; what it needs to know of time it takes from the record.
 *
 * @param <S> the state kept per key, a record or a sealed family of records with a committed schema
 */
public non-sealed interface Topology<S> extends Stage {
    Class<S> stateType();

    /** The state of a key that was never heard of. */
    S initial();

    Step<S> on(S state, Heard heard);

    /** How its state, its progress and its outputs hold together. */
    default Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    /** How a topology's state, progress and outputs hold together when its process dies. */
    enum Guarantee {
        /** A crash keeps all or nothing; the log it reads is read uncommitted, so nothing waits. */
        EXACTLY_ONCE,
        /** As {@link #EXACTLY_ONCE}, and what it reads is committed: for the audit alone. */
        EXACTLY_ONCE_OF_COMMITTED,
        /** Outputs may come twice; for a topology without state. */
        AT_LEAST_ONCE
    }

    /** A topology that only copies each record, as it is, to its first output. */
    interface Copying extends Topology<Kept.Nothing> {
        @Override
        default Class<Kept.Nothing> stateType() {
            return Kept.Nothing.class;
        }

        @Override
        default Kept.Nothing initial() {
            return new Kept.Nothing();
        }

        @Override
        default Step<Kept.Nothing> on(Kept.Nothing state, Heard heard) {
            throw new IllegalStateException("copies don't pass through the function");
        }

        @Override
        default Guarantee guarantee() {
            return Guarantee.AT_LEAST_ONCE;
        }
    }

    /** A topology that the wall clock moves too; there is one, {@code timer}. */
    interface Clocked<S> extends Topology<S> {
        /** When the state wants to hear of the time; empty for never. */
        Optional<Instant> due(S state);

        /**
         * The time has come. Every output names its own id, since no input does.
         *
         * @param since when this process began to hear of the inputs: of what was written before,
         *     some may not have come yet
         */
        Step<S> onTime(S state, Instant now, Instant since);
    }

    /**
     * A topology one of whose topics is a hash chain per partition: the audit. What it writes there
     * is chained as it is written, and lies on the partition of the task that writes it, whatever
     * session it is about.
     */
    interface Chained<S> extends Topology<S> {
        Topic chained();
    }

    /** What the function makes of an event: the new state, and what is written. */
    record Step<S>(S state, List<Output> outputs) {
        public Step {
            outputs = List.copyOf(outputs);
        }

        public static <S> Step<S> of(S state, Output... outputs) {
            return new Step<>(state, List.of(outputs));
        }
    }

    /**
     * An event for a topic.
     *
     * @param session the conversation it is for; null for that of the input
     * @param id its id; null for the input's offset and its place among the outputs, which a
     *     topology of several inputs must not leave it to: their offsets aren't comparable
     */
    record Output(Topic topic, Event event, @Nullable SessionId session, @Nullable EventId id) {
        public Output(Topic topic, Event event) {
            this(topic, event, null, null);
        }
    }
}
