package dev.parley.streams.stage;

import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts a record that can't be handled into a letter. */
final class DeadLetters {
    /** A larger record is cut: the letter must fit into a record itself. */
    private static final int MOST_BYTES = 256 * 1024;

    private DeadLetters() {}

    record Letter(SessionId session, Failure.DeadLetter event) {}

    static Letter of(
            String stage,
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Throwable cause) {
        byte[] bytes = value == null ? new byte[0] : value;
        return new Letter(
                session(key, partition),
                new Failure.DeadLetter(
                        stage,
                        topic,
                        partition,
                        offset,
                        describe(cause),
                        bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES)));
    }

    /**
     * The kind of a fault; messages of our own exceptions hold nothing personal, others are left
     * out.
     */
    static String describe(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        boolean ours = cause.getClass().getName().startsWith("dev.parley.");
        return ours && cause.getMessage() != null ? kind + ": " + cause.getMessage() : kind;
    }

    private static SessionId session(byte @Nullable [] key, int partition) {
        try {
            if (key != null) {
                return new SessionId(new String(key, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            // no session of ours: the letter is kept under a name that says so
        }
        return SessionId.on(partition, "nobody");
    }
}
