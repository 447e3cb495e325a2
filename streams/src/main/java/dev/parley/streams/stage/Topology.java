package dev.parley.streams.stage;

import dev.parley.schemas.event.Event;
import dev.parley.schemas.topic.Topic;
import java.util.List;
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

    /**
     * What the function makes of an event.
     *
     * @param state the new state; null forgets the key
     */
    record Step<S>(@Nullable S state, List<Output> outputs) {
        public Step {
            outputs = List.copyOf(outputs);
        }

        public static <S> Step<S> of(S state, Output... outputs) {
            return new Step<>(state, List.of(outputs));
        }
    }

    /** An event for a topic; its id is the input's offset and its place among the outputs. */
    record Output(Topic topic, Event event) {}
}
