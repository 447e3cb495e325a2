package dev.parley.streams.stage;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts the owners that a partition has had, in the metadata of its committed offset. A group's
 * generation would not do: a static member that comes back within its session time-out is given the
 * generation that it had.
 */
final class Takeover {
    private Takeover() {}

    /** The number of the owner that begins at this committed offset; 1 for the first. */
    static int after(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return 1;
        }
        try {
            return Integer.parseInt(committed.metadata()) + 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    static OffsetAndMetadata committing(long offset, int attempt) {
        return new OffsetAndMetadata(offset, Integer.toString(attempt));
    }
}
