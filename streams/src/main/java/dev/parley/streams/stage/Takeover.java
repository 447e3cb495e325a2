package dev.parley.streams.stage;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's owner is told by the metadata of the committed offset: how many owners there
 * have been, and what its predecessor had finished beyond that offset.
 *
 * <p>A group's generation would not do to count owners: a static member that comes back within its
 * session time-out is given the generation that it had. The form is {@code attempt}, or {@code
 * attempt next u1,u2}, where {@code next} and the unfinished records below it are counted from the
 * committed offset.
 *
 * @param attempt the number of the owner that begins; 1 for the first
 * @param next below this offset everything is finished but for what is unfinished
 * @param unfinished offsets below {@code next} that are to be done again
 * @param leaderEpoch of what was read last: by it a broker tells that its log has lost its end
 */
record Takeover(
        int attempt, long next, NavigableSet<Long> unfinished, Optional<Integer> leaderEpoch) {
    /** Brokers refuse more than 4096 bytes ({@code offset.metadata.max.bytes}). */
    private static final int MOST = 3_500;

    static Takeover after(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return new Takeover(1, 0, new TreeSet<>(), Optional.empty());
        }
        Optional<Integer> epoch = committed.leaderEpoch();
        String[] parts = committed.metadata().split(" ", -1);
        try {
            int attempt = Integer.parseInt(parts[0]) + 1;
            NavigableSet<Long> unfinished = new TreeSet<>();
            if (parts.length < 3) {
                return new Takeover(attempt, 0, unfinished, epoch);
            }
            for (String each : parts[2].split(",")) {
                unfinished.add(committed.offset() + Long.parseLong(each));
            }
            return new Takeover(
                    attempt, committed.offset() + Long.parseLong(parts[1]), unfinished, epoch);
        } catch (NumberFormatException e) {
            return new Takeover(1, 0, new TreeSet<>(), epoch);
        }
    }

    /** Whether a predecessor finished that record, outputs and all. */
    boolean finished(long offset) {
        return offset < next && !unfinished.contains(offset);
    }

    static OffsetAndMetadata committing(long offset, Optional<Integer> leaderEpoch, int attempt) {
        return new OffsetAndMetadata(offset, leaderEpoch, Integer.toString(attempt));
    }

    /**
     * As {@link #committing(long, Optional, int)}, telling what is finished beyond, if that is not
     * too long.
     */
    static OffsetAndMetadata committing(
            long offset,
            Optional<Integer> leaderEpoch,
            int attempt,
            long next,
            NavigableSet<Long> unfinished) {
        StringBuilder text = new StringBuilder().append(attempt);
        if (next > offset && !unfinished.isEmpty()) {
            text.append(' ').append(next - offset).append(' ');
            String separator = "";
            for (long each : unfinished) {
                text.append(separator).append(each - offset);
                separator = ",";
                if (text.length() > MOST) {
                    return committing(offset, leaderEpoch, attempt);
                }
            }
        }
        return new OffsetAndMetadata(offset, leaderEpoch, text.toString());
    }
}
