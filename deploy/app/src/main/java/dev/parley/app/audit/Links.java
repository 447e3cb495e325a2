package dev.parley.app.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The links of a chain by their first eight bytes: enough to tell two chains apart. */
final class Links {
    private long[] heads = new long[1024];
    private int size;

    void add(byte[] link) {
        if (size == heads.length) {
            heads = Arrays.copyOf(heads, size * 2);
        }
        heads[size++] = ByteBuffer.wrap(link).getLong();
    }

    /** Whether the link of that number is another one; not if it isn't known. */
    boolean differ(long sequence, byte[] link) {
        return sequence < size && heads[(int) sequence] != ByteBuffer.wrap(link).getLong();
    }
}
