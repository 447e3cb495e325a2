package dev.parley.streams.stage;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How much of what was read may wait in memory, for one stage of a process.
 *
 * @param bytes of all its partitions; one poll may come on top
 */
record Room(long bytes) {
    private static final long LEAST = 4L << 20;
    private static final long MOST = 64L << 20;
    private static final long LEAST_OF_A_PARTITION = 256L << 10;

    /** What a record costs beside its key and value: headers, objects, its place in a queue. */
    private static final int OVERHEAD = 512;

    /** A thirty-second of the heap, between 4 and 64 MB. */
    static Room ofHeap() {
        return new Room(Math.clamp(Runtime.getRuntime().maxMemory() / 32, LEAST, MOST));
    }

    long ofPartition(int partitions) {
        return Math.max(Math.min(bytes, LEAST_OF_A_PARTITION), bytes / Math.max(1, partitions));
    }

    /** So that a slow session leaves room for the others of its partition. */
    long ofLane(int partitions) {
        return ofPartition(partitions) / 4;
    }

    static long size(ConsumerRecord<byte[], byte[]> record) {
        return OVERHEAD
                + Math.max(0, record.serializedKeySize())
                + Math.max(0, record.serializedValueSize());
    }
}
