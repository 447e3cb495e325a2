package dev.parley.connectors.tools.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What was signed of a chain: that it had this link at this place, then.
 *
 * @param at to the microsecond
 * @param signer the name of the key
 * @param signature Ed25519 (RFC 8032) of {@link #message()}
 */
public record Checkpoint(
        int partition, long sequence, byte[] link, Instant at, String signer, byte[] signature) {
    private static final byte[] PREFIX =
            "parley audit checkpoint 1\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * What is signed: {@code parley audit checkpoint 1} and a line feed, the partition (4 bytes),
     * the sequence (8 bytes), the time in microseconds since 1970 (8 bytes), all big endian, and
     * the link (32 bytes).
     */
    byte[] message() {
        return message(partition, sequence, link, at);
    }

    static byte[] message(int partition, long sequence, byte[] link, Instant at) {
        return ByteBuffer.allocate(PREFIX.length + Integer.BYTES + 2 * Long.BYTES + link.length)
                .put(PREFIX)
                .putInt(partition)
                .putLong(sequence)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .put(link)
                .array();
    }
}
