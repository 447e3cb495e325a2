package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Speech;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.event.UtteranceId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.sequence.Sequence;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyHostIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final UtteranceId ID = new UtteranceId("u0-0");
    private static final UserId ANNA = new UserId("anna");

    @TempDir private static Path folder;
    private static Broker broker;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<TopologyHost> hosts = new ArrayList<>();
    private final List<Envelope<?>> read = new ArrayList<>();
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;
    private long sequence;

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
        reader = broker.reader(List.of(Topics.TURNS, Topics.TIMER_FIRED));
    }

    @AfterEach
    void end() {
        hosts.forEach(TopologyHost::crash);
        writer.close();
        reader.close();
    }

    @Test
    void passesAnEventOnWithinTensOfMilliseconds() {
        // Given
        host(new Sequence());
        host(turns());
        SessionId session = SessionId.on(1, "quick");
        List<Long> took = new ArrayList<>();

        // When
        for (int i = 0; i < 250; i++) {
            long begun = System.nanoTime();
            write(Topics.CONTROL, session, new Control.TextSubmitted(Personal.of("turn " + i)));
            int expected = i + 1;
            readUntil(() -> distinct().size() >= expected);
            if (i >= 50) {
                took.add((System.nanoTime() - begun) / 1000);
            }
        }

        // Then
        assertThat(distinct())
                .extracting(each -> ((Turn.Ended) each.event()).text().get())
                .hasSize(250)
                .doesNotHaveDuplicates();
        took.sort(null);
        long p50 = took.get(100);
        long p99 = took.get(197);
        System.out.printf(
                "control -> conversation -> turns: p50 %.1f ms, p99 %.1f ms%n",
                p50 / 1000.0, p99 / 1000.0);
        assertThat(p50).isLessThan(1_000_000);
    }

    @Test
    void saysHowManyRecordsWaitOnEachPartition() {
        // Given
        SessionId session = SessionId.on(3, "waiting");
        TopicPartition partition = new TopicPartition(Topics.CONVERSATION.fullName(), 3);
        CountDownLatch slow = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            write(Topics.CONVERSATION, session, new Control.TextSubmitted(Personal.of("t" + i)));
        }

        // When
        TopologyHost host = started(turns(), after(slow));

        // Then
        Broker.until("five wait", SOON, () -> Long.valueOf(5).equals(host.lag().get(partition)));
        slow.countDown();
        Broker.until(
                "none waits",
                SOON,
                () ->
                        host.lag().size() == Broker.PARTITIONS
                                && host.lag().values().stream().allMatch(waiting -> waiting == 0));
    }

    @Test
    void goesOnWithItsStateAfterACrash() {
        // Given: words were said, the silence after them was not heard yet
        TopologyHost dying = host(turns());
        SessionId session = SessionId.on(2, "state");
        write(Topics.CONVERSATION, session, said("what time is it"));
        write(Topics.CONVERSATION, session, new Control.TextSubmitted(Personal.of("marker")));
        readUntil(() -> textsOf(session).contains("marker"));
        pause(700);

        // When
        dying.crash();
        long crashed = System.nanoTime();
        host(turns());
        write(
                Topics.CONVERSATION,
                session,
                new Speech.SilenceContinues(ID, 720, false, Instant.now()));
        readUntil(() -> textsOf(session).contains("what time is it"));

        // Then
        System.out.printf(
                "crash until the turn went on: %d ms%n", (System.nanoTime() - crashed) / 1_000_000);
        assertThat(textsOf(session)).containsExactly("marker", "what time is it");
    }

    @Test
    void remembersItsTimersAfterARestart() {
        // Given
        SessionId session = SessionId.on(3, "timer");
        TopologyHost first = host(new Timers());
        write(Topics.PRESENCE, session, new Presence.Arrived(ANNA, session));
        write(Topics.TIMER_REQUESTS, session, ring("early", Duration.ofMillis(300)));
        write(Topics.TIMER_REQUESTS, session, ring("late", Duration.ofSeconds(4)));
        readUntil(() -> firedIn(session).contains("early"));
        pause(700);

        // When
        first.close();
        host(new Timers());
        write(Topics.PRESENCE, session, new Presence.Stayed(ANNA, session));
        readUntil(() -> firedIn(session).contains("late"));

        // Then
        assertThat(firedIn(session)).containsExactly("early", "late");
    }

    @Test
    void whatIsTooLargeOrOfAnotherYearPassesBy() throws Exception {
        // Given: small on the wire, so that the broker takes it, but ten megabytes unpacked
        host(new Sequence());
        host(turns());
        SessionId session = SessionId.on(0, "strange");
        Instant now = Instant.now();
        Map<String, Object> properties = new HashMap<>(broker.client());
        properties.put("compression.type", "gzip");
        properties.put("max.request.size", 20 << 20);
        try (Consumer<byte[], byte[]> others =
                        broker.reader(List.of(Topics.DEAD_LETTERS, Topics.CONVERSATION));
                KafkaProducer<byte[], byte[]> stranger =
                        new KafkaProducer<>(
                                properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            // When
            stranger.send(record(session, now, new byte[10 << 20])).get();
            ProducerRecord<byte[], byte[]> old =
                    wire.encode(
                            Topics.CONTROL,
                            envelope(session, new Control.TextSubmitted(Personal.of("old"))));
            stranger.send(record(session, now.minus(Duration.ofDays(365)), old)).get();
            assertThatThrownBy(
                            () ->
                                    stranger.send(
                                                    record(
                                                            session,
                                                            now.plus(Duration.ofDays(365)),
                                                            new byte[3]))
                                            .get())
                    .hasRootCauseInstanceOf(InvalidTimestampException.class);
            write(Topics.CONTROL, session, new Control.TextSubmitted(Personal.of("marker")));
            readUntil(() -> textsOf(session).contains("marker"));

            // Then
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            Broker.until(
                    "two copies and a letter",
                    SOON,
                    () -> {
                        others.poll(Duration.ofMillis(10)).forEach(found::add);
                        return found.size() >= 3;
                    });
            assertThat(textsOf(session)).containsExactly("old", "marker");
            assertThat(found)
                    .filteredOn(each -> each.topic().equals(Topics.DEAD_LETTERS.fullName()))
                    .extracting(each -> ((Failure.DeadLetter) wire.decode(each).event()).cause())
                    .singleElement()
                    .asString()
                    .contains("the record for conversation would take");
            assertThat(found)
                    .allSatisfy(
                            each ->
                                    assertThat(each.timestamp())
                                            .isGreaterThan(now.minusSeconds(60).toEpochMilli()));
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            SessionId session, Instant at, byte[] value) {
        return new ProducerRecord<>(
                Topics.CONTROL.fullName(),
                session.partition(),
                at.toEpochMilli(),
                session.value().getBytes(StandardCharsets.UTF_8),
                value);
    }

    private static ProducerRecord<byte[], byte[]> record(
            SessionId session, Instant at, ProducerRecord<byte[], byte[]> like) {
        return new ProducerRecord<>(
                like.topic(),
                session.partition(),
                at.toEpochMilli(),
                like.key(),
                like.value(),
                like.headers());
    }

    private static Turns turns() {
        return new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700)));
    }

    /** A clock that stands still until then, and what asks it for the time. */
    private static InstantSource after(CountDownLatch then) {
        return () -> {
            try {
                then.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Instant.now();
        };
    }

    private TopologyHost host(Topology<?> topology) {
        TopologyHost host = started(topology, Clock.systemUTC());
        Broker.until(topology.name() + " is ready", SOON, host::ready);
        return host;
    }

    private TopologyHost started(Topology<?> topology, InstantSource clock) {
        TopologyHost host =
                new TopologyHost(
                        topology,
                        wire,
                        KafkaSettings.of(
                                broker.client(), "test", folder.resolve("state" + hosts.size())),
                        clock);
        hosts.add(host);
        host.start();
        return host;
    }

    private void write(Topic topic, SessionId session, Event event) {
        var unused = writer.write(topic, envelope(session, event));
    }

    private Envelope<?> envelope(SessionId session, Event event) {
        Instant now = Instant.now();
        return new Envelope<>(
                EventId.of("tester", sequence++),
                session,
                new Owner.Session(session),
                new Times(now, now),
                null,
                event);
    }

    private static Speech.Final said(String text) {
        Instant now = Instant.now();
        return new Speech.Final(
                ID, Personal.of(text), Personal.of(List.of()), 1, 0, 1000, 0, now, now, now, false);
    }

    private static Timer.Requested ring(String timer, Duration in) {
        return new Timer.Requested(
                new TimerId(timer),
                new TurnId("t"),
                ANNA,
                Timer.Purpose.RING,
                Instant.now().plus(in),
                Personal.of("tea"));
    }

    private void readUntil(BooleanSupplier enough) {
        Broker.until(
                "the outputs",
                SOON,
                () -> {
                    reader.poll(Duration.ofMillis(10))
                            .forEach(record -> read.add(wire.decode(record)));
                    return enough.getAsBoolean();
                });
    }

    /** What of an aborted transaction is made again has the id that it had. */
    private Collection<Envelope<?>> distinct() {
        Map<EventId, Envelope<?>> byId = new LinkedHashMap<>();
        read.forEach(each -> byId.putIfAbsent(each.id(), each));
        return byId.values();
    }

    private List<String> textsOf(SessionId session) {
        return read.stream()
                .filter(each -> each.session().equals(session))
                .map(each -> ((Turn.Ended) each.event()).text().get())
                .toList();
    }

    private List<String> firedIn(SessionId session) {
        return read.stream()
                .filter(each -> each.session().equals(session))
                .map(each -> ((Timer.Fired) each.event()).timer().value())
                .toList();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
