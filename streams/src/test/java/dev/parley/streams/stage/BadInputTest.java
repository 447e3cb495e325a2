package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.codec.RandomRecords;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.OfUser;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Presence;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Timer;
import dev.parley.schemas.event.TimerId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.dialogue.Dialogue;
import dev.parley.streams.dialogue.DialogueConfig;
import dev.parley.streams.timer.Timers;
import dev.parley.streams.turn.SilenceEndsTurn;
import dev.parley.streams.turn.TurnConfig;
import dev.parley.streams.turn.Turns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no writer of ours would write passes by: counted, with its cause, and the next is heard. */
class BadInputTest {
    private static final SessionId SESSION = SessionId.on(0, "strange");
    private static final int MOST_OF_A_LETTER = 300_000;
    private static final int SEEDS = 3;
    private static final int FLIPS = 10;

    static Stream<Topology<?>> topologies() {
        return GoldenTopologiesTest.topologies();
    }

    /** A record that a topology may find. */
    private record Bad(String what, byte[] key, byte[] value, Headers headers) {}

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}

    @ParameterizedTest
    @MethodSource("topologies")
    void passesByWithItsCauseAndTheNextIsHeard(Topology<?> topology) {
        for (Topic topic : topology.reads()) {
            try (Driver driver = new Driver(topology, Scenario.keys())) {
                boolean copies = topology instanceof Topology.Copying;
                for (Bad bad : bad(topic, driver)) {
                    // When
                    long before = driver.figures().deadLetters();
                    driver.hear(topic, bad.key(), bad.value(), bad.headers());

                    // Then: a copying topology looks at the key alone
                    List<Failure.DeadLetter> letters =
                            driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class);
                    boolean dead = !copies || bad.what().startsWith("key");
                    assertThat(letters).as("%s of %s", bad.what(), topic).hasSize(dead ? 1 : 0);
                    assertThat(driver.figures().deadLetters() - before).isEqualTo(letters.size());
                    for (Failure.DeadLetter letter : letters) {
                        assertThat(letter.cause()).startsWith("CodecException: ");
                        assertThat(letter.stage()).isEqualTo(topology.name());
                        assertThat(letter.topic()).isEqualTo(topic.fullName());
                    }
                }
                long handled = driver.figures().handled();
                good(topic, driver);
                assertThat(driver.figures().handled()).as(topic.name()).isEqualTo(handled + 1);
            }
        }
    }

    private static List<Bad> bad(Topic topic, Driver driver) {
        Envelope<?> envelope = envelope(topic, events(topic).getFirst(), 1);
        Wire wire = driver.wire();
        byte[] key = wire.key(topic, envelope);
        byte[] value = wire.value(topic, envelope);
        List<Bad> all = new ArrayList<>();
        for (int length = 0; length < value.length; length += 1 + value.length / 16) {
            all.add(
                    new Bad(
                            "cut at " + length,
                            key,
                            Arrays.copyOf(value, length),
                            headers(wire, topic, envelope)));
        }
        all.add(new Bad("unknown type", key, withId(value, 4711), headers(wire, topic, envelope)));
        all.add(new Bad("state", key, withId(value, 1000), headers(wire, topic, envelope)));
        all.add(
                new Bad(
                        "left over",
                        key,
                        Arrays.copyOf(value, value.length + 1),
                        headers(wire, topic, envelope)));
        all.add(new Bad("no value", key, null, headers(wire, topic, envelope)));
        all.add(new Bad("no headers", key, value, new RecordHeaders()));
        for (String header : List.of(Wire.ID, Wire.TIMES, Wire.SUBJECT, Wire.OWNER)) {
            Headers strange = headers(wire, topic, envelope);
            strange.remove(header);
            strange.add(header, "?".getBytes(StandardCharsets.UTF_8));
            all.add(new Bad("header " + header, key, value, strange));
        }
        Headers beyond = headers(wire, topic, envelope);
        beyond.remove(Wire.SUBJECT);
        beyond.add(Wire.SUBJECT, "s7-elsewhere".getBytes(StandardCharsets.UTF_8));
        if (topic.key() == Topic.Key.SESSION) {
            all.add(new Bad("another's header", key, value, beyond));
        }
        all.add(new Bad("key missing", null, value, headers(wire, topic, envelope)));
        byte[] noKey = "?!".getBytes(StandardCharsets.UTF_8);
        all.add(new Bad("key of nobody", noKey, value, headers(wire, topic, envelope)));
        byte[] elsewhere = "s7-elsewhere".getBytes(StandardCharsets.UTF_8);
        all.add(new Bad("key of elsewhere", elsewhere, value, headers(wire, topic, envelope)));
        return all;
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void bytesThatRotStopNothing(Topology<?> topology) {
        Random random = new Random(5);
        for (Topic topic : topology.reads()) {
            try (Driver driver = new Driver(topology, Scenario.keys())) {
                long number = 1;
                for (Event event : events(topic)) {
                    for (int flip = 0; flip < FLIPS; flip++) {
                        Envelope<?> envelope = envelope(topic, event, ++number);
                        byte[] value = driver.wire().value(topic, envelope);
                        for (int i = random.nextInt(4); i >= 0; i--) {
                            value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
                        }
                        driver.hear(
                                topic,
                                driver.wire().key(topic, envelope),
                                value,
                                headers(driver.wire(), topic, envelope));
                    }
                }
                long handled = driver.figures().handled();
                good(topic, driver);
                assertThat(driver.figures().handled()).isEqualTo(handled + 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void tenMegabytesBecomeALetterThatFitsIntoARecord(Topology<?> topology) {
        for (Topic topic : topology.reads()) {
            try (Driver driver = new Driver(topology, Scenario.keys())) {
                Envelope<?> envelope = envelope(topic, events(topic).getFirst(), 1);
                driver.hear(
                        topic,
                        driver.wire().key(topic, envelope),
                        Arrays.copyOf(driver.wire().value(topic, envelope), 10 << 20),
                        headers(driver.wire(), topic, envelope));

                assertThat(driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class))
                        .hasSize(1)
                        .allSatisfy(
                                letter ->
                                        assertThat(letter.record().length)
                                                .isLessThan(MOST_OF_A_LETTER));
            }
        }
    }

    @Test
    void aTurnOfTenMegabytesThatIsWellFormedIsNotWrittenEither() {
        try (Driver driver = new Driver(turns())) {
            driver.hear(
                    Topics.CONVERSATION,
                    new Control.TextSubmitted(Personal.of("a".repeat(10 << 20))));
            driver.hear(Topics.CONVERSATION, new Control.TextSubmitted(Personal.of("short")));

            assertThat(driver.said(Topics.TURNS, Turn.Ended.class))
                    .extracting(turn -> turn.text().get())
                    .containsExactly("short");
            assertThat(driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class))
                    .extracting(Failure.DeadLetter::cause)
                    .allMatch(cause -> cause.startsWith("CodecException: the record for turns"))
                    .hasSize(1);
        }
    }

    @Test
    void aTurnOfASessionThatNeverBeganIsADeadLetter() {
        try (Driver driver = new Driver(new Dialogue(DialogueConfig.defaults()))) {
            driver.hear(Topics.CONVERSATION, turn(driver.now()));

            assertThat(driver.said(Topics.DEAD_LETTERS, Failure.DeadLetter.class))
                    .extracting(Failure.DeadLetter::cause)
                    .containsExactly("StrangeEventException: a turn of a session that never began");
            assertThat(driver.said(Topics.TIMER_REQUESTS)).isEmpty();
        }
    }

    @Test
    void anEventWhoseKeyWasDestroyedIsHeardWithoutItsWords() {
        DerivedKeys keys = new DerivedKeys();
        try (Driver driver = new Driver(turns(), keys)) {
            // Given
            Envelope<?> envelope =
                    driver.envelope("client", new Control.TextSubmitted(Personal.of("secret")));
            byte[] value = driver.wire().value(Topics.CONVERSATION, envelope);

            // When
            keys.destroy(new Owner.Session(Driver.SESSION));
            driver.hear(
                    Topics.CONVERSATION,
                    driver.wire().key(Topics.CONVERSATION, envelope),
                    value,
                    driver.wire().headers(Topics.CONVERSATION, envelope));

            // Then
            assertThat(driver.said(Topics.TURNS, Turn.Ended.class))
                    .extracting(turn -> turn.text().isErased())
                    .containsExactly(true);
        }
    }

    @Test
    void aKeyStoreThatIsAwayStopsAPartitionForAWhileOnly() {
        DerivedKeys keys = new DerivedKeys();
        try (Driver driver = new Driver(turns(), keys, Duration.ofSeconds(20))) {
            // Given
            Envelope<?> first = text(driver, "first");
            byte[] value = driver.wire().value(Topics.CONVERSATION, first);
            byte[] key = driver.wire().key(Topics.CONVERSATION, first);
            Headers headers = driver.wire().headers(Topics.CONVERSATION, first);
            keys.away = true;

            // When: the thread dies of it, and its successor is given the event again
            assertThatThrownBy(() -> driver.hear(Topics.CONVERSATION, key, value, headers))
                    .hasRootCauseInstanceOf(KeyStoreException.class);
            assertThat(driver.figures().retried()).isEqualTo(3);
            assertThat(driver.figures().deadLetters()).isZero();
        }
    }

    @Test
    void anEventIsGivenUpOnceTheKeyStoreWasAwayForLong() {
        // Given
        StageFigures figures = new StageFigures();
        Instant[] now = {Instant.EPOCH};
        KeyStorePatience patience =
                new KeyStorePatience(() -> now[0], figures, Duration.ofSeconds(20));
        RecordMetadata first = new Place("parley.conversation", 0, 7);
        RecordMetadata second = new Place("parley.conversation", 0, 8);

        // When
        assertThat(patience.isOver(first)).isFalse();
        now[0] = now[0].plusSeconds(19);
        assertThat(patience.isOver(first)).isFalse();
        now[0] = now[0].plusSeconds(2);

        // Then: and the next is not waited for as long
        assertThat(patience.isOver(first)).isTrue();
        now[0] = now[0].plusSeconds(2);
        assertThat(patience.isOver(second)).isTrue();
        now[0] = now[0].plusSeconds(60);
        assertThat(patience.isOver(second)).isTrue();
    }

    @Test
    void clocksAYearOffChangeNoStateAndNoOrder() {
        for (Duration off : List.of(Duration.ofDays(365), Duration.ofDays(-365))) {
            try (Driver driver = new Driver(new Timers(), Scenario.keys())) {
                // Given: a timer whose writer lives in another year
                UserId anna = new UserId("anna");
                driver.hear(
                        Topics.PRESENCE,
                        driver.envelope("gateway", new Presence.Arrived(anna, Driver.SESSION)));
                driver.hear(
                        Topics.TIMER_REQUESTS,
                        shifted(
                                driver,
                                new Timer.Requested(
                                        new TimerId("tea"),
                                        new TurnId("t1"),
                                        anna,
                                        Timer.Purpose.RING,
                                        driver.now().plusSeconds(2),
                                        Personal.of("tea")),
                                off));

                // When
                driver.pass(Duration.ofSeconds(3));

                // Then
                assertThat(driver.said(Topics.TIMER_FIRED, Timer.Fired.class)).hasSize(1);
                assertThat(driver.figures().deadLetters()).isZero();
            }
        }
    }

    private static Envelope<?> shifted(Driver driver, Event event, Duration off) {
        Envelope<?> envelope = driver.envelope("skewed", event);
        Instant at = driver.now().plus(off);
        return new Envelope<>(
                envelope.id(),
                envelope.session(),
                envelope.owner(),
                new Times(at, at),
                null,
                event);
    }

    private static Envelope<?> text(Driver driver, String text) {
        return driver.envelope("client", new Control.TextSubmitted(Personal.of(text)));
    }

    private static Turns turns() {
        return new Turns(TurnConfig.defaults(), new SilenceEndsTurn(Duration.ofMillis(700)));
    }

    private static Turn.Ended turn(Instant at) {
        return new Turn.Ended(
                new TurnId("t1"), Personal.of("hello"), 1, true, false, at, at, at, at, at);
    }

    /** One event of each type that the topic carries, with random contents. */
    private static List<Event> events(Topic topic) {
        List<Event> events = new ArrayList<>();
        for (Class<? extends Event> family : topic.carries()) {
            leaves(family).forEach(type -> events.add((Event) new RandomRecords(SEEDS).make(type)));
        }
        return events;
    }

    private static Stream<Class<?>> leaves(Class<?> family) {
        return family.isRecord()
                ? Stream.of(family)
                : Arrays.stream(family.getPermittedSubclasses()).flatMap(BadInputTest::leaves);
    }

    private static Envelope<?> envelope(Topic topic, Event event, long number) {
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        return new Envelope<>(
                EventId.of("stranger", number),
                SESSION,
                new Owner.Session(SESSION),
                new Times(now, now),
                null,
                event);
    }

    private static Headers headers(Wire wire, Topic topic, Envelope<?> envelope) {
        return wire.headers(topic, envelope);
    }

    private static byte[] withId(byte[] value, int id) {
        byte[] other = value.clone();
        ByteBuffer.wrap(other).putInt(1, id);
        return other;
    }

    /** An event that each topology takes. */
    private static void good(Topic topic, Driver driver) {
        Event event =
                events(topic).stream()
                        .filter(each -> !(each instanceof Turn))
                        .findFirst()
                        .orElseGet(() -> events(topic).getFirst());
        Envelope<?> envelope = envelope(topic, event, 1_000_000);
        assertThat(event instanceof OfUser || topic.key() == Topic.Key.SESSION).isTrue();
        driver.hear(topic, envelope);
    }
}
