package dev.parley.streams.auditing;

import dev.parley.schemas.event.Audit;

/**
 * An entry with its place in the chain.
 *
 * @param sequence its number in its partition's chain
 * @param link of the chain
 * @param key of the record, as it was written
 * @param value of the record, as it was written
 * @param entry what the value says
 */
public record KeptEntry(
        int partition, long sequence, byte[] link, byte[] key, byte[] value, Audit.Entry entry) {}
