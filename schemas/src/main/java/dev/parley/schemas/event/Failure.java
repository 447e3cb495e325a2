package dev.parley.schemas.event;

import org.jspecify.annotations.Nullable;

/** What could not be done ({@code failures}, {@code dead-letters}). */
public sealed interface Failure extends Event {
    /**
     * A stage gave an event up.
     *
     * @param stage the stage's name
     * @param cause the kind of fault, without anything personal
     * @param event the id of the event that was given up
     */
    record StageFailed(String stage, String cause, EventId event, @Nullable TurnId turn)
            implements Failure {}

    /**
     * A record that could not be handled, as it was.
     *
     * @param cause the kind of fault, without anything personal
     * @param record the record's bytes, still encrypted where it was
     */
    record DeadLetter(
            String stage, String topic, int partition, long offset, String cause, byte[] record)
            implements Failure {}
}
