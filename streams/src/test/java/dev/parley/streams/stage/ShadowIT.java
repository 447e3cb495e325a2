package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.intent.IntentClassifier;
import dev.parley.streams.intent.Intents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SessionId SESSION = SessionId.on(2, "shaded");

    @TempDir private static Path folder;
    private static Broker broker;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<TransformHost> hosts = new ArrayList<>();
    private final List<Envelope<?>> read = new ArrayList<>();
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;
    private long next;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new Broker(folder.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void begin() throws Exception {
        writer = new EventWriter(wire, broker.client());
        broker.beginAtTheEnd("parley-intent", List.of(Topics.CONTEXTS));
        reader =
                broker.reader(
                        List.of(
                                Topics.INTENTS,
                                Topics.SHADOW_INTENT,
                                Topics.DEAD_LETTERS,
                                Topics.FAILURES));
    }

    @AfterEach
    void end() {
        hosts.forEach(TransformHost::close);
        writer.close();
        reader.close();
    }

    @Test
    void answersWhatTheFirstIsAskedInATopicOfItsOwn() {
        // Given: what was asked before isn't its concern
        context();
        run(new Intents(says("time")));
        run(new Shadow(new Intents(says("date")), "other"));

        // When
        for (int i = 0; i < 10; i++) {
            context();
        }
        await(21);

        // Then
        assertThat(by("intent")).hasSize(11);
        assertThat(by("shadow-intent-other")).hasSize(10);
        for (Envelope<?> shadow : by("shadow-intent-other")) {
            assertThat(((Intent.Recognized) shadow.event()).intent()).isEqualTo("date");
            assertThat(by("intent"))
                    .anySatisfy(
                            first -> assertThat(first.id().path()).isEqualTo(shadow.id().path()));
        }
    }

    @Test
    void aShadowThatFailsIsNobodysConcern() throws Exception {
        // Given
        AtomicInteger asked = new AtomicInteger();
        run(new Intents(says("time")));
        TransformHost shadow =
                run(
                        new Shadow(
                                new Intents(
                                        text -> {
                                            asked.incrementAndGet();
                                            throw new IllegalStateException("no idea");
                                        }),
                                "failing"));

        // When
        for (int i = 0; i < 5; i++) {
            context();
        }
        try (KafkaProducer<byte[], byte[]> garbage =
                new KafkaProducer<>(
                        Map.copyOf(broker.client()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            garbage.send(
                            new ProducerRecord<>(
                                    Topics.CONTEXTS.fullName(),
                                    SESSION.partition(),
                                    SESSION.value().getBytes(StandardCharsets.UTF_8),
                                    new byte[] {1, 2, 3}))
                    .get();
        }
        context();
        await(7);
        Broker.until("the shadow gave up all", SOON, () -> shadow.figures().deadLetters() == 7);

        // Then
        assertThat(asked).hasValue(6);
        assertThat(by("intent"))
                .filteredOn(each -> each.event() instanceof Intent.Recognized)
                .hasSize(6);
        assertThat(read)
                .filteredOn(each -> each.event() instanceof Failure)
                .singleElement()
                .satisfies(each -> assertThat(each.id().writer()).isEqualTo("intent"));
    }

    @Test
    void aStageThatActsCanHaveNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Shadow(
                                        new ScriptedStage("tool", (session, delivery) -> {}),
                                        "other"))
                .withMessageContaining("tool");
    }

    private static IntentClassifier says(String intent) {
        return text -> new IntentClassifier.Classification(intent, 1, "rule", Map.of(), Map.of());
    }

    private TransformHost run(Transform stage) {
        TransformHost host =
                new TransformHost(
                        stage,
                        wire,
                        writer,
                        KafkaSettings.of(broker.client(), "a", folder.resolve("state")),
                        Clock.systemUTC());
        hosts.add(host);
        host.start();
        Broker.until(stage.name() + " is ready", SOON, host::ready);
        return host;
    }

    private void context() {
        Instant now = Instant.now();
        long n = next++;
        try {
            writer.write(
                            Topics.CONTEXTS,
                            new Envelope<>(
                                    EventId.of("context", n),
                                    SESSION,
                                    new Owner.Session(SESSION),
                                    new Times(now, now),
                                    null,
                                    new Context.Assembled(
                                            new TurnId("t" + n),
                                            Personal.of("words"),
                                            Personal.of(List.of()))))
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void await(int count) {
        Broker.until(
                count + " outputs",
                SOON,
                () -> {
                    reader.poll(Duration.ofMillis(50))
                            .forEach(record -> read.add(wire.decode(record)));
                    return read.size() >= count;
                });
    }

    private List<Envelope<?>> by(String writer) {
        return read.stream().filter(each -> each.id().writer().equals(writer)).toList();
    }
}
