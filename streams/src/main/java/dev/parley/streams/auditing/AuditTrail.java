package dev.parley.streams.auditing;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds entries again. */
public interface AuditTrail {
    /**
     * The newest entries that were asked for, newest first.
     *
     * @param before only those that stand after this one in that order; null to begin with the
     *     newest
     * @param most how many at a time
     * @throws dev.parley.streams.stage.PassingFaultException if the store can't be asked just now
     */
    List<KeptEntry> find(Wanted wanted, @Nullable Position before, int most);

    /**
     * What is looked for; null for whatever it is.
     *
     * @param subject such as a tool's name
     * @param since at this time, or later
     * @param until before this time
     */
    record Wanted(
            @Nullable UserId user,
            @Nullable String subject,
            @Nullable String action,
            @Nullable String outcome,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable SessionId session,
            @Nullable CallId call) {
        public static Wanted everything() {
            return new Wanted(null, null, null, null, null, null, null, null);
        }

        /** The same of one user alone. */
        public Wanted of(UserId whose) {
            return new Wanted(whose, subject, action, outcome, since, until, session, call);
        }
    }

    /** A place in the order of {@link #find}. */
    record Position(Instant at, int partition, long sequence) {
        public static Position of(KeptEntry entry) {
            return new Position(entry.entry().at(), entry.partition(), entry.sequence());
        }

        /** As it travels between pages: {@code <microseconds>.<partition>.<sequence>}. */
        public String text() {
            return (at.getEpochSecond() * 1_000_000 + at.getNano() / 1000)
                    + "."
                    + partition
                    + "."
                    + sequence;
        }

        /**
         * @throws IllegalArgumentException if it is none
         */
        public static Position parse(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("a cursor has three numbers");
            }
            long micros = Long.parseLong(parts[0]);
            return new Position(
                    Instant.ofEpochSecond(
                            Math.floorDiv(micros, 1_000_000L),
                            Math.floorMod(micros, 1_000_000L) * 1000L),
                    Integer.parseInt(parts[1]),
                    Long.parseLong(parts[2]));
        }
    }
}
