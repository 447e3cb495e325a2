package dev.parley.connectors.tools.audit;

import java.util.List;

/** The audit's table as whoever verifies it reads it. */
public interface AuditTable {
    /** The partitions that it has entries or checkpoints of. */
    List<Integer> partitions();

    /** A partition's entries of this number and higher, in their order. */
    List<StoredRow> from(int partition, long sequence, int most);

    /** What was signed of a partition, in its order. */
    List<Checkpoint> checkpoints(int partition);
}
