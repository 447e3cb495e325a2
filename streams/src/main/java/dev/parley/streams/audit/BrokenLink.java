package dev.parley.streams.audit;

/**
 * Where a chain isn't what was written.
 *
 * @param sequence the number of the first record that isn't
 * @param why for people
 */
public record BrokenLink(int partition, long sequence, Kind kind, String why) {
    /** What happened to a record. */
    public enum Kind {
        /** It has other bytes than those that were chained. */
        ALTERED,
        /** It is gone. */
        DROPPED,
        /** It is there twice. */
        REPEATED,
        /** It stands elsewhere. */
        SWAPPED,
        /** What was signed of it wasn't signed by us, or not so. */
        FORGED_CHECKPOINT,
        /** The topic has other bytes of it than the table. */
        DIFFERS
    }
}
