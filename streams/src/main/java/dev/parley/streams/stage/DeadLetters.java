package dev.parley.streams.stage;

import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Puts a record that can't be handled into a letter. */
final class DeadLetters {
    /** A larger record is cut: the letter must fit into a record itself. */
    private static final int MOST_BYTES = 256 * 1024;

    private DeadLetters() {}

    record Letter(EventId id, SessionId session, Failure.DeadLetter event) {}

    static Letter of(Stage stage, ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        return of(
                stage,
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                cause);
    }

    static Letter of(
            Stage stage,
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Throwable cause) {
        byte[] bytes = value == null ? new byte[0] : value;
        return new Letter(
                EventId.of(stage.name(), input(stage, topic), offset),
                session(key, partition),
                new Failure.DeadLetter(
                        stage.name(),
                        topic,
                        partition,
                        offset,
                        describe(cause) + cut(bytes),
                        bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES)));
    }

    private static String cut(byte[] bytes) {
        return bytes.length <= MOST_BYTES
                ? ""
                : " (%d of %d bytes are kept)".formatted(MOST_BYTES, bytes.length);
    }

    /** The place of a topic among the inputs: offsets of different topics may be equal. */
    private static long input(Stage stage, String topic) {
        return stage.reads().stream().map(Topic::fullName).toList().indexOf(topic) + 1L;
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
                SessionId session = new SessionId(new String(key, StandardCharsets.UTF_8));
                if (session.partition() == partition) {
                    return session;
                }
            }
        } catch (IllegalArgumentException e) {
            // no session of ours: the letter is kept under a name that says so
        }
        return SessionId.on(partition, "nobody");
    }
}
