package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.OfUser;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether a record lies where what it says belongs: else it would be kept with another's state. */
final class Placement {
    private Placement() {}

    /**
     * @return the session that the key names
     * @throws CodecException if it names none, or one of another partition
     */
    static SessionId session(byte @Nullable [] key, int partition) {
        SessionId session;
        try {
            session = new SessionId(text(key));
        } catch (IllegalArgumentException e) {
            throw new CodecException("the record's key is no session's", e);
        }
        if (session.partition() != partition) {
            throw new CodecException("the record lies on another partition than its session");
        }
        return session;
    }

    /**
     * @throws CodecException if the key isn't that of the event
     */
    static void check(Topic topic, byte @Nullable [] key, int partition, Envelope<?> envelope) {
        boolean own =
                switch (topic.key()) {
                    case SESSION -> session(key, partition).equals(envelope.session());
                    case USER ->
                            envelope.event() instanceof OfUser event
                                    && event.user().value().equals(text(key));
                    case SCHEMA -> false;
                };
        if (!own) {
            throw new CodecException("the record's key is not that of its event");
        }
    }

    private static String text(byte @Nullable [] key) {
        if (key == null) {
            throw new CodecException("the record has no key");
        }
        return new String(key, StandardCharsets.UTF_8);
    }
}
