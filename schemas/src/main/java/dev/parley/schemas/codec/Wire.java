package dev.parley.schemas.codec;

import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.OfUser;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes as Kafka records. The attributes of CloudEvents (binary mode, 1.0.2) are headers, with
 * {@code traceparent} of W3C Trace Context beside them; topics of sound carry the fewest that do.
 */
public final class Wire {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SUBJECT = "ce_subject";
    public static final String OWNER = "parley-owner";

    /** Two longs: microseconds of {@link Times#received} and {@link Times#emitted}. */
    public static final String TIMES = "parley-times";

    private final Codec codec;
    private final SchemaCatalogue catalogue;

    public Wire(Keys keys) {
        this(keys, SchemaCatalogue.load());
    }

    public Wire(Keys keys, SchemaCatalogue catalogue) {
        this(keys, catalogue, SchemaSource.NONE);
    }

    /**
     * @param others asked for schemas that this build doesn't have
     */
    public Wire(Keys keys, SchemaCatalogue catalogue, SchemaSource others) {
        this.codec = new Codec(keys, catalogue, others);
        this.catalogue = catalogue;
    }

    public Codec codec() {
        return codec;
    }

    /**
     * @throws CodecException if the topic doesn't carry the event, or the event can't be written
     * @throws KeyStoreException if the owner's key can't be had
     */
    public ProducerRecord<byte[], byte[]> encode(Topic topic, Envelope<?> envelope) {
        return new ProducerRecord<>(
                topic.fullName(),
                topic.key() == Topic.Key.SESSION ? envelope.session().partition() : null,
                envelope.times().emitted().toEpochMilli(),
                key(topic, envelope),
                value(topic, envelope),
                headers(topic, envelope));
    }

    public byte[] key(Topic topic, Envelope<?> envelope) {
        String key =
                switch (topic.key()) {
                    case SESSION -> envelope.session().value();
                    case USER -> {
                        if (envelope.event() instanceof OfUser event) {
                            yield event.user().value();
                        }
                        throw new CodecException(topic + " is keyed by user, the event is not");
                    }
                    case SCHEMA -> throw new CodecException(topic + " holds no events");
                };
        return key.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] value(Topic topic, Envelope<?> envelope) {
        if (!topic.carries(envelope.event().getClass())) {
            throw new CodecException(
                    topic + " doesn't carry " + envelope.event().getClass().getSimpleName());
        }
        return codec.encode(envelope.event(), envelope.owner());
    }

    public Headers headers(Topic topic, Envelope<?> envelope) {
        Headers headers = new RecordHeaders();
        add(headers, ID, envelope.id().toString());
        add(headers, OWNER, envelope.owner().text());
        headers.add(TIMES, times(envelope.times()));
        if (!topic.audio()) {
            add(headers, "ce_specversion", "1.0");
            add(headers, TYPE, type(envelope.event()));
            add(headers, "ce_source", "/parley/" + envelope.id().writer());
            add(headers, "ce_time", envelope.times().emitted().toString());
            add(headers, SUBJECT, envelope.session().value());
            add(headers, "content-type", "application/avro");
            if (envelope.traceparent() != null) {
                add(headers, "traceparent", envelope.traceparent());
            }
        }
        return headers;
    }

    private String type(Event event) {
        return catalogue
                .newest(event.getClass())
                .map(SchemaCatalogue.Entry::name)
                .orElse("unknown");
    }

    public Envelope<?> decode(ConsumerRecord<byte[], byte[]> record) {
        return decode(record.key(), record.value(), record.headers());
    }

    /**
     * @throws CodecException if the record is malformed
     * @throws KeyStoreException if the key store can't be reached
     */
    public Envelope<?> decode(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        if (value == null) {
            throw new CodecException("the record has no value");
        }
        try {
            EventId id = EventId.parse(required(headers, ID));
            String subject = text(headers.lastHeader(SUBJECT));
            if (subject == null) {
                if (key == null) {
                    throw new CodecException("the record names no session");
                }
                subject = new String(key, StandardCharsets.UTF_8);
            }
            SessionId session = new SessionId(subject);
            String owner = text(headers.lastHeader(OWNER));
            return new Envelope<>(
                    id,
                    session,
                    owner == null ? new Owner.Session(session) : Owner.parse(owner),
                    times(headers),
                    text(headers.lastHeader("traceparent")),
                    (Event) codec.decode(value));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new CodecException("the record's headers or type are malformed", e);
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String required(Headers headers, String name) {
        String value = text(headers.lastHeader(name));
        if (value == null) {
            throw new CodecException("the record has no header " + name);
        }
        return value;
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] times(Times times) {
        return ByteBuffer.allocate(16)
                .putLong(micros(times.received()))
                .putLong(micros(times.emitted()))
                .array();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Times times(Headers headers) {
        Header header = headers.lastHeader(TIMES);
        if (header == null || header.value() == null || header.value().length != 16) {
            throw new CodecException("the record has no header " + TIMES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(header.value());
        try {
            return new Times(instant(buffer.getLong()), instant(buffer.getLong()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new CodecException("the record's times are out of range", e);
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
