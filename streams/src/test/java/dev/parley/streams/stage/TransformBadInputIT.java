package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no writer of ours would write passes a transform by, on a broker that takes it: counted,
 * with its cause, and the next of its partition is handled. No session here ever began.
 */
class TransformBadInputIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITION = 3;
    private static final SessionId SESSION = SessionId.on(PARTITION, "strange");
    private static final Topic READ = Topics.CONTEXTS;
    private static final int LARGE = 10 << 20;
    private static final int MOST_OF_A_LETTER = 256 << 10;

    @TempDir private Path folder;

    private final DerivedKeys keys = new DerivedKeys();
    private final Wire wire = new Wire(keys);
    private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
    private final List<Envelope<?>> read = new ArrayList<>();
    private Broker broker;
    private EventWriter writer;
    private KafkaProducer<byte[], byte[]> raw;
    private Consumer<byte[], byte[]> reader;
    private TransformHost host;
    private long number;

    @BeforeEach
    void begin() throws Exception {
        broker = new Broker(folder.resolve("broker"));
        broker.set(
                READ,
                Map.of(
                        "max.message.bytes",
                        Integer.toString(2 * LARGE),
                        "message.timestamp.after.max.ms",
                        Long.toString(Long.MAX_VALUE)));
        writer = new EventWriter(wire, broker.client());
        Map<String, Object> properties = new HashMap<>(broker.client());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * LARGE);
        raw = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        reader = broker.reader(List.of(Topics.INTENTS, Topics.DEAD_LETTERS, Topics.FAILURES));
        ScriptedStage stage =
                new ScriptedStage(
                        "listens",
                        (session, delivery) ->
                                texts.add(
                                        ((Context.Assembled) delivery.event())
                                                .text()
                                                .orElse("erased")));
        host =
                new TransformHost(
                        stage,
                        wire,
                        writer,
                        KafkaSettings.of(broker.client(), "a", folder.resolve("state")),
                        Clock.systemUTC());
        host.start();
        Broker.until("it is ready", SOON, host::ready);
    }

    @AfterEach
    void end() {
        host.crash();
        raw.close(Duration.ZERO);
        writer.close();
        reader.close();
        broker.close();
    }

    @Test
    void whatIsMalformedBecomesALetterAndTheNextIsHandled() throws Exception {
        // Given
        Envelope<?> context = context("some words that are encrypted", Instant.now());
        byte[] value = wire.value(READ, context);
        byte[] altered = value.clone();
        altered[value.length - 20] ^= 1;
        byte[] elsewhere = "s1-elsewhere".getBytes(StandardCharsets.UTF_8);

        // When
        send(context, key(), Arrays.copyOf(value, value.length / 2));
        send(context, key(), altered);
        send(context, key(), withId(value, 4711));
        send(context, key(), withId(value, 1000));
        send(context, elsewhere, value);
        send(context, key(), Arrays.copyOf(value, LARGE));
        send("good");

        // Then
        untilAnswered(1);
        untilLetters(6);
        assertThat(texts).containsExactly("good");
        assertThat(letters())
                .allSatisfy(
                        letter -> {
                            assertThat(letter.cause()).startsWith("CodecException: ");
                            assertThat(letter.stage()).isEqualTo("listens");
                            assertThat(letter.topic()).isEqualTo(READ.fullName());
                            assertThat(letter.partition()).isEqualTo(PARTITION);
                        });
        assertThat(host.figures().deadLetters()).isEqualTo(6);
        assertThat(host.figures().unknown()).isEqualTo(1);
        assertThat(host.figures().handled()).isEqualTo(1);
        assertThat(letters().getLast().record()).hasSize(MOST_OF_A_LETTER);
        assertThat(letters().getLast().cause())
                .endsWith("(%d of %d bytes are kept)".formatted(MOST_OF_A_LETTER, LARGE));
        Broker.until("all is committed", SOON, this::allIsCommitted);
    }

    @Test
    void tenMegabytesThatAreWellFormedAreHandled() throws Exception {
        // When
        for (int i = 0; i < 3; i++) {
            send("a".repeat(LARGE));
        }
        send("short");

        // Then
        untilAnswered(4);
        assertThat(texts).extracting(String::length).containsExactly(LARGE, LARGE, LARGE, 5);
        assertThat(host.figures().deadLetters()).isZero();
    }

    @Test
    void clocksAYearOffChangeNeitherOrderNorProgress() throws Exception {
        // When
        Instant now = Instant.now();
        send(context("last year", now.minus(Duration.ofDays(365))));
        send(context("next year", now.plus(Duration.ofDays(365))));
        send(context("now", now));

        // Then
        untilAnswered(3);
        assertThat(texts).containsExactly("last year", "next year", "now");
        assertThat(read)
                .allSatisfy(
                        answer ->
                                assertThat(answer.times().received())
                                        .isBetween(now, now.plusSeconds(60)));
        Broker.until("all is committed", SOON, this::allIsCommitted);
    }

    @Test
    void whatIsEncryptedWithADestroyedKeyIsGivenUpOnceItsAnswerNeedsTheKey() throws Exception {
        // Given
        SessionId erased = SessionId.on(PARTITION, "erased");
        Envelope<?> context = context(erased, "secret", Instant.now());
        byte[] value = wire.value(READ, context);

        // When
        keys.destroy(new Owner.Session(erased));
        send(context, erased.value().getBytes(StandardCharsets.UTF_8), value);
        send("good");

        // Then
        untilAnswered(1);
        assertThat(texts).containsExactly("erased", "good");
        untilLetters(1);
        assertThat(letters().getFirst().cause()).startsWith("OutputLostException");
        assertThat(host.figures().deadLetters()).isEqualTo(1);
    }

    private void send(String text) throws Exception {
        send(context(text, Instant.now()));
    }

    private void send(Envelope<?> envelope) throws Exception {
        raw.send(wire.encode(READ, envelope)).get();
    }

    private void send(Envelope<?> envelope, byte[] key, byte[] value) throws Exception {
        Headers headers = wire.headers(READ, envelope);
        raw.send(new ProducerRecord<>(READ.fullName(), PARTITION, null, key, value, headers)).get();
    }

    private static byte[] key() {
        return SESSION.value().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withId(byte[] value, int id) {
        byte[] other = value.clone();
        ByteBuffer.wrap(other).putInt(1, id);
        return other;
    }

    private Envelope<?> context(String text, Instant at) {
        return context(SESSION, text, at);
    }

    private Envelope<?> context(SessionId session, String text, Instant at) {
        return new Envelope<>(
                EventId.of("context", number++),
                session,
                new Owner.Session(session),
                new Times(at, at),
                null,
                new Context.Assembled(
                        new TurnId("t" + number), Personal.of(text), Personal.of(List.of())));
    }

    private void readMore() {
        reader.poll(Duration.ofMillis(10)).forEach(record -> read.add(wire.decode(record)));
    }

    private void untilAnswered(int answers) {
        Broker.until(
                answers + " answers",
                SOON,
                () -> {
                    readMore();
                    return events(Intent.Recognized.class).size() == answers;
                });
    }

    private void untilLetters(int count) {
        Broker.until(
                count + " letters",
                SOON,
                () -> {
                    readMore();
                    return letters().size() == count;
                });
    }

    private List<Failure.DeadLetter> letters() {
        return events(Failure.DeadLetter.class);
    }

    private <E> List<E> events(Class<E> type) {
        return read.stream().map(Envelope::event).filter(type::isInstance).map(type::cast).toList();
    }

    private boolean allIsCommitted() {
        try {
            return broker.committed("parley-listens", READ, PARTITION)
                    == broker.ends(List.of(READ)).entrySet().stream()
                            .filter(each -> each.getKey().partition() == PARTITION)
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                            .offset();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
