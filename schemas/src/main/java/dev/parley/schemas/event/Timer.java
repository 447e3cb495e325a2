package dev.parley.schemas.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waiting for a moment ({@code timer.requests}, {@code timer.fired}). */
public sealed interface Timer extends Event, OfTurn, OfUser {
    /** What a timer is for. */
    enum Purpose {
        /** A turn must be answered by then. */
        DEADLINE,
        /** The user asked for it: it rings. */
        RING
    }

    /** What the user calls a timer that rings. */
    enum Kind {
        /** Counts down. */
        TIMER,
        /** Rings at a time of day. */
        ALARM,
        /** Says something, at a time of day or after a while. */
        REMINDER
    }

    /**
     * How a timer that rings was set.
     *
     * @param lastsMillis the length of a countdown; null for a time of day
     * @param local the local date and time in {@code zone} at which it rings first, as ISO 8601 has
     *     it ({@code 2026-11-24T07:30}); null for a countdown
     * @param zone IANA
     * @param repeats the days of the week on which it rings again at that time, as {@code MONDAY};
     *     all seven for daily, none for once
     */
    record Ring(
            Kind kind,
            @Nullable Long lastsMillis,
            @Nullable String local,
            String zone,
            List<String> repeats) {}

    /**
     * Waits from now on; one that stands under the same id is replaced, in its place.
     *
     * @param due when it fires first; where {@code ring} names a local time, that counts
     * @param label the name that the user gave it, or what to be reminded of; "" for none
     * @param ring null for deadlines, and from builds that knew nothing of it
     */
    record Requested(
            TimerId timer,
            TurnId turn,
            UserId user,
            Purpose purpose,
            Instant due,
            Personal<String> label,
            @Nullable Ring ring)
            implements Timer {
        /** One of which nobody said how it was set. */
        public Requested(
                TimerId timer,
                TurnId turn,
                UserId user,
                Purpose purpose,
                Instant due,
                Personal<String> label) {
            this(timer, turn, user, purpose, due, label, null);
        }
    }

    record Withdrawn(TimerId timer, TurnId turn, UserId user) implements Timer {}

    /** Asks what stands; {@link Standing} answers, in the session that asks. */
    record Inquired(TurnId turn, UserId user) implements Timer {}

    /**
     * It is time, and it rings in the session of this event. Of several for one timer and moment
     * the first in the log counts.
     *
     * @param due which of its moments
     */
    record Assigned(TimerId timer, TurnId turn, UserId user, Instant due) implements Timer {}

    /**
     * It is time.
     *
     * @param due when it should have been; of a timer that repeats, which time this is. A timer and
     *     a moment together fire once: a second event of both is the same, made again
     */
    record Fired(
            TimerId timer,
            TurnId turn,
            UserId user,
            Purpose purpose,
            Instant due,
            Personal<String> label,
            @Nullable Ring ring)
            implements Timer {
        /** One of which nobody said how it was set. */
        public Fired(
                TimerId timer,
                TurnId turn,
                UserId user,
                Purpose purpose,
                Instant due,
                Personal<String> label) {
            this(timer, turn, user, purpose, due, label, null);
        }

        /** Whether the same timer fires more than once, each time at another {@code due}. */
        public boolean repeats() {
            return ring != null && !ring.repeats().isEmpty();
        }

        /** The name of this one firing: a timer that repeats, or was set anew, has several. */
        public TimerId occurrence() {
            return new TimerId(timer + "_" + due.toEpochMilli());
        }
    }

    /**
     * What rings for the user some time, as far as was known when it was asked.
     *
     * @param kept in the order in which they were set
     */
    record Standing(TurnId turn, UserId user, List<Kept> kept) implements Timer {}

    /**
     * A timer that stands.
     *
     * @param due when it fires next; a moment that has passed if the user is nowhere to hear it
     * @param ring null from builds that knew nothing of it
     */
    record Kept(TimerId timer, Instant due, Personal<String> label, @Nullable Ring ring) {}
}
