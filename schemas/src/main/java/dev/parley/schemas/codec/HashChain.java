package dev.parley.schemas.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain over the records of a partition, as they are written.
 *
 * <p>A record's link is SHA-256 of these, one after the other: the link before (32 bytes; zeros
 * before the first), the partition (4 bytes), the record's number in the chain (8 bytes, from 0),
 * the key's length (4 bytes), the key, the value's length (4 bytes), the value. Numbers are big
 * endian. The record's header {@value #HEADER} holds its number (8 bytes) and its link (32 bytes).
 */
public final class HashChain {
    /** A record's number in the chain (8 bytes), and its link (32 bytes). */
    public static final String HEADER = "parley-chain";

    public static final int LINK_BYTES = 32;

    private HashChain() {}

    /** What a record's header says of its place. */
    public record Place(long sequence, byte[] link) {}

    /** What stands before the first link. */
    public static byte[] beginning() {
        return new byte[LINK_BYTES];
    }

    /** The link of a record. */
    public static byte[] link(
            byte[] previous, int partition, long sequence, byte[] key, byte[] value) {
        MessageDigest digest = sha256();
        digest.update(previous);
        digest.update(
                ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                        .putInt(partition)
                        .putLong(sequence)
                        .putInt(key.length)
                        .array());
        digest.update(key);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        digest.update(value);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Writes a record's place into its headers. */
    public static void mark(Headers headers, Place place) {
        headers.remove(HEADER);
        headers.add(
                HEADER,
                ByteBuffer.allocate(Long.BYTES + LINK_BYTES)
                        .putLong(place.sequence())
                        .put(place.link())
                        .array());
    }

    /** Empty if the headers don't say it, or not in this form. */
    public static Optional<Place> place(Headers headers) {
        @Nullable Header header = headers.lastHeader(HEADER);
        if (header == null
                || header.value() == null
                || header.value().length != Long.BYTES + LINK_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(header.value());
        long sequence = buffer.getLong();
        byte[] link = new byte[LINK_BYTES];
        buffer.get(link);
        return Optional.of(new Place(sequence, link));
    }
}
