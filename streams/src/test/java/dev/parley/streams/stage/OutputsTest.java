package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AwayKeys keys = new AwayKeys();
    private final Wire wire = new Wire(keys);
    private final Outputs outputs = outputs();

    @Test
    void outlastsAKeyStoreThatIsAwayForAMoment() throws Exception {
        // Given
        keys.away = 2;

        // When
        outputs.emit(Topics.SPEECH, partial("one"));
        outputs.emit(Topics.SPEECH, partial("two"));
        outputs.awaitAcknowledged();

        // Then
        assertThat(ids()).containsExactly("stage/5.0", "stage/5.1");
    }

    @Test
    void givesUpWhatTheBrokerWillNeverTake() {
        // Given
        MockProducer<byte[], byte[]> manual =
                new MockProducer<>(
                        false, null, new ByteArraySerializer(), new ByteArraySerializer());
        Outputs refused = outputs(manual);
        refused.emit(Topics.SPEECH, partial("one"));
        manual.errorNext(new RecordTooLargeException());

        // Then
        assertThatThrownBy(refused::awaitAcknowledged).isInstanceOf(OutputLostException.class);
    }

    @Test
    void triesAgainInOrderWhatTimedOut() throws Exception {
        // Given
        MockProducer<byte[], byte[]> manual =
                new MockProducer<>(
                        false, null, new ByteArraySerializer(), new ByteArraySerializer());
        Outputs late = outputs(manual);
        late.emit(Topics.SPEECH, partial("one"));
        manual.errorNext(new TimeoutException());

        // When
        late.emit(Topics.SPEECH, partial("two"));
        assertThat(manual.history()).hasSize(1);
        Thread broker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (manual.history().size() < 3) {
                                        manual.completeNext();
                                        Thread.yield();
                                    }
                                    manual.completeNext();
                                });
        late.awaitAcknowledged();
        broker.join();

        // Then
        assertThat(ids(manual)).containsExactly("stage/5.0", "stage/5.0", "stage/5.1");
    }

    private Outputs outputs() {
        return outputs(producer);
    }

    private Outputs outputs(MockProducer<byte[], byte[]> to) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Envelope<?> cause =
                new Envelope<>(
                        EventId.of("gateway", 5),
                        Driver.SESSION,
                        new Owner.Session(Driver.SESSION),
                        new Times(Instant.EPOCH, Instant.EPOCH),
                        null,
                        new Control.SessionEnded("x"));
        Transform stage =
                new Transform() {
                    @Override
                    public String name() {
                        return "stage";
                    }

                    @Override
                    public List<Topic> reads() {
                        return List.of(Topics.CONTROL);
                    }

                    @Override
                    public List<Topic> writes() {
                        return List.of(Topics.SPEECH);
                    }

                    @Override
                    public Lane open(dev.parley.schemas.event.SessionId session) {
                        throw new UnsupportedOperationException();
                    }
                };
        return new Outputs(
                stage,
                new SessionLane.Setting(
                                wire,
                                new EventWriter(wire, to, to),
                                new StageFigures(),
                                clock,
                                Pace.DEFAULT)
                        .with(new Cancelled(), session -> List.of()),
                1,
                () -> false,
                new Transform.Delivery(Topics.CONTROL, 0, cause),
                Instant.EPOCH);
    }

    private static Speech.Partial partial(String text) {
        return new Speech.Partial(new UtteranceId("u"), Personal.of(text), null);
    }

    private List<String> ids() {
        return ids(producer);
    }

    private static List<String> ids(MockProducer<byte[], byte[]> of) {
        return of.history().stream().map(OutputsTest::id).toList();
    }

    private static String id(ProducerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader(Wire.ID).value());
    }

    private static final class AwayKeys implements Keys {
        private final EphemeralKeys keys = new EphemeralKeys();
        private int away;

        @Override
        public DataKey of(Owner owner) {
            if (away-- > 0) {
                throw new KeyStoreException("away");
            }
            return keys.of(owner);
        }

        @Override
        public Optional<DataKey> find(UUID id) {
            return keys.find(id);
        }

        @Override
        public void destroy(Owner owner) {
            keys.destroy(owner);
        }
    }
}
