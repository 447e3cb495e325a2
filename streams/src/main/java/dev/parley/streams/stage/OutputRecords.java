package dev.parley.streams.stage;

import dev.parley.schemas.codec.CodecException;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records of a topology's outputs, addressed to their topic. */
final class OutputRecords {
    /** The record header that tells the sink its topic. */
    static final String TO = "parley-to";

    /**
     * A larger record is refused before it is written: the broker would refuse it (1 MB by default)
     * again and again.
     */
    static final int MOST_BYTES = 1_000_000;

    private static final Logger log = LoggerFactory.getLogger(OutputRecords.class);

    private final Topology<?> topology;
    private final Wire wire;
    private final InstantSource clock;
    private final StageFigures figures;

    OutputRecords(Topology<?> topology, Wire wire, InstantSource clock, StageFigures figures) {
        this.topology = topology;
        this.wire = wire;
        this.clock = clock;
        this.figures = figures;
    }

    /** What the outputs of one input have in common. */
    record Cause(SessionId session, Owner owner, @Nullable String traceparent, Instant received) {}

    /**
     * @throws CodecException if the topic doesn't carry the event, or it is too large
     */
    Record<byte[], byte[]> of(Topology.Output output, EventId id, Cause cause) {
        Topic topic = output.topic();
        if (!topology.writes().contains(topic)) {
            throw new IllegalStateException(
                    topology.name() + " doesn't declare that it writes " + topic);
        }
        SessionId session = output.session() == null ? cause.session() : output.session();
        boolean elsewhere = !session.equals(cause.session());
        Envelope<?> envelope =
                new Envelope<>(
                        id,
                        session,
                        elsewhere && cause.owner() instanceof Owner.Session
                                ? new Owner.Session(session)
                                : cause.owner(),
                        new Times(cause.received(), clock.instant()),
                        cause.traceparent(),
                        output.event());
        return addressed(
                topic,
                new Record<>(
                        wire.key(topic, envelope),
                        wire.value(topic, envelope),
                        envelope.times().emitted().toEpochMilli(),
                        wire.headers(topic, envelope)));
    }

    /**
     * @throws CodecException if it is too large
     */
    static Record<byte[], byte[]> addressed(Topic topic, Record<byte[], byte[]> record) {
        Headers headers = record.headers();
        headers.remove(TO);
        headers.add(TO, topic.fullName().getBytes(StandardCharsets.UTF_8));
        int size = size(record);
        if (size > MOST_BYTES) {
            throw new CodecException("the record for " + topic + " would take " + size + " bytes");
        }
        return record;
    }

    private static int size(Record<byte[], byte[]> record) {
        int size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** The input is given up: its bytes and the cause become a dead letter. */
    Prepared deadLetter(
            Record<byte[], byte[]> record, RecordMetadata place, RuntimeException cause) {
        figures.countDeadLetter();
        log.warn(
                "{} gives up {}-{}@{}: {}",
                topology.name(),
                place.topic(),
                place.partition(),
                place.offset(),
                DeadLetters.describe(cause));
        DeadLetters.Letter letter =
                DeadLetters.of(
                        topology,
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.key(),
                        record.value(),
                        cause);
        return Prepared.written(
                List.of(
                        of(
                                new Topology.Output(Topics.DEAD_LETTERS, letter.event()),
                                letter.id(),
                                new Cause(
                                        letter.session(),
                                        new Owner.Session(letter.session()),
                                        null,
                                        clock.instant()))));
    }
}
