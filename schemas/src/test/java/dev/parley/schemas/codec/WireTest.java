package dev.parley.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class WireTest {
    private final SessionId session = SessionId.on(2, "abcdef");
    private final Wire wire = new Wire(new EphemeralKeys());

    @Test
    void readsBackTheWholeEnvelope() {
        // Given
        Envelope<?> envelope =
                envelope(
                        new Reply.Sentence(
                                new ReplyId("r"), new TurnId("t"), 0, Personal.of("hello"), true));

        // When
        ProducerRecord<byte[], byte[]> record = wire.encode(Topics.REPLIES, envelope);

        // Then
        assertThat(wire.decode(record.key(), record.value(), record.headers())).isEqualTo(envelope);
        assertThat(record.partition()).isEqualTo(2);
        assertThat(header(record, "ce_type")).isEqualTo("dev.parley.reply.Sentence");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "traceparent")).isEqualTo("00-1-2-01");
    }

    @Test
    void writesFewHeadersOnSound() {
        ProducerRecord<byte[], byte[]> record =
                wire.encode(Topics.AUDIO_IN, envelope(new Audio.Stalled(4, 5, true)));

        assertThat(record.headers()).hasSize(3);
        assertThat(wire.decode(record.key(), record.value(), record.headers()).event())
                .isEqualTo(new Audio.Stalled(4, 5, true));
    }

    @Test
    void keysAUsersTopicByTheUser() {
        ProducerRecord<byte[], byte[]> record =
                wire.encode(
                        Topics.PRESENCE,
                        envelope(new Presence.Arrived(new UserId("anna"), session)));

        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("anna");
        assertThat(record.partition()).isNull();
        assertThat(wire.decode(record.key(), record.value(), record.headers()).session())
                .isEqualTo(session);
    }

    @Test
    void refusesAnEventThatTheTopicDoesNotCarry() {
        assertThatThrownBy(
                        () -> wire.encode(Topics.REPLIES, envelope(new Audio.Stalled(1, 2, false))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("replies");
    }

    @Test
    void refusesARecordWithoutOurHeaders() {
        ProducerRecord<byte[], byte[]> record =
                wire.encode(Topics.AUDIO_IN, envelope(new Audio.Stalled(4, 5, true)));

        assertThatThrownBy(() -> wire.decode(record.key(), record.value(), new RecordHeaders()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("ce_id");
    }

    private <E extends Event> Envelope<E> envelope(E event) {
        Instant now = Instant.ofEpochSecond(1_800_000_000, 123_000);
        return new Envelope<>(
                EventId.of("tester", 1, 2),
                session,
                new Owner.Session(session),
                new Times(now, now.plusMillis(3)),
                event instanceof Reply ? "00-1-2-01" : null,
                event);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
