package dev.parley.streams.auditing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.schemas.codec.HashChain;
import dev.parley.schemas.event.Audit;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.stage.Transform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AuditingTest {
    private static final SessionId SESSION = SessionId.on(3, "talking");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Audit.Entry ENTRY =
            new Audit.Entry(
                    NOW,
                    "anna",
                    "tool.requested",
                    "clock",
                    "pending",
                    null,
                    null,
                    EventId.of("dialogue", 1),
                    null,
                    SESSION,
                    null);

    private final List<KeptEntry> kept = new ArrayList<>();

    @Test
    void keepsAnEntryWithItsPlaceAndItsBytes() throws Exception {
        // When
        on(kept::add, delivery(true));

        // Then
        KeptEntry entry = kept.getFirst();
        assertThat(entry.partition()).isEqualTo(3);
        assertThat(entry.sequence()).isEqualTo(17);
        assertThat(entry.link()).isEqualTo(new byte[32]);
        assertThat(entry.key()).containsExactly(1);
        assertThat(entry.value()).containsExactly(2, 3);
        assertThat(entry.entry()).isEqualTo(ENTRY);
    }

    @Test
    void waitsForAStoreThatIsAway() throws Exception {
        // Given
        int[] asked = {0};

        // When
        on(
                entry -> {
                    if (asked[0]++ < 3) {
                        throw new PassingFaultException("away", new IllegalStateException());
                    }
                    kept.add(entry);
                },
                delivery(true));

        // Then
        assertThat(kept).hasSize(1);
        assertThat(asked[0]).isEqualTo(4);
    }

    @Test
    void anEntryOutsideTheChainIsNotKept() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> on(kept::add, delivery(false)));
        assertThat(kept).isEmpty();
    }

    @Test
    void hearsWhatWasCommittedAlone() {
        Auditing auditing = new Auditing(kept::add);

        assertThat(auditing.ofCommitted()).isTrue();
        assertThat(auditing.reads()).containsExactly(Topics.AUDIT);
    }

    private static void on(AuditStore store, Transform.Delivery delivery) throws Exception {
        new Auditing(store, Duration.ofMillis(1))
                .open(SESSION)
                .on(
                        delivery,
                        new Transform.Emitter() {
                            @Override
                            public void emit(Topic topic, Event event) {
                                throw new AssertionError("it writes nothing");
                            }

                            @Override
                            public void failed(String cause) {
                                throw new AssertionError("nobody is told");
                            }

                            @Override
                            public int attempt() {
                                return 1;
                            }
                        });
    }

    private static Transform.Delivery delivery(boolean chained) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(
                        Topics.AUDIT.fullName(), 3, 40, new byte[] {1}, new byte[] {2, 3});
        if (chained) {
            HashChain.mark(record.headers(), new HashChain.Place(17, new byte[32]));
        }
        return new Transform.Delivery(
                Topics.AUDIT,
                40,
                new Envelope<>(
                        EventId.of("audit", 0),
                        SESSION,
                        new Owner.Session(SESSION),
                        new Times(NOW, NOW),
                        null,
                        ENTRY),
                record);
    }
}
