package dev.parley.streams.audit;

import dev.parley.schemas.codec.HashChain;

/**
 * A record of a chain, as it lies somewhere.
 *
 * @param sequence the number that it claims; negative for none
 * @param link that it claims
 */
public record ChainedRecord(long sequence, byte[] link, byte[] key, byte[] value) {
    /** One that claims nothing. */
    public static ChainedRecord unmarked(byte[] key, byte[] value) {
        return new ChainedRecord(-1, HashChain.beginning(), key, value);
    }
}
