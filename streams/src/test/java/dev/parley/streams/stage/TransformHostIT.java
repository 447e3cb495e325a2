package dev.parley.streams.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Cancellation;
import dev.parley.schemas.event.Context;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Failure;
import dev.parley.schemas.event.Intent;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.Reply;
import dev.parley.schemas.event.ReplyId;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.audio.Pcm;
import dev.parley.streams.synthesis.SpeechSynthesizer;
import dev.parley.streams.synthesis.Synthesis;
import dev.parley.streams.synthesis.SynthesisConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class TransformHostIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<Topic> OUTPUTS =
            List.of(Topics.INTENTS, Topics.DEAD_LETTERS, Topics.FAILURES);

    @TempDir private static Path folder;
    private static Broker broker;

    private final Wire wire = new Wire(new EphemeralKeys());
    private final List<TransformHost> hosts = new ArrayList<>();
    private final Map<SessionId, AtomicLong> sequences = new ConcurrentHashMap<>();
    private final List<Envelope<?>> read = new ArrayList<>();
    private String stageName;
    private EventWriter writer;
    private Consumer<byte[], byte[]> reader;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new Broker(folder.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void begin(TestInfo test) throws Exception {
        stageName = test.getTestMethod().orElseThrow().getName();
        broker.beginAtTheEnd("parley-" + stageName, List.of(Topics.CONTEXTS, Topics.CANCELLATIONS));
        writer = new EventWriter(wire, broker.client());
        reader = broker.reader(OUTPUTS);
    }

    @AfterEach
    void end() {
        hosts.forEach(TransformHost::crash);
        writer.close();
        reader.close();
    }

    @Test
    void keepsTheOrderWithinASessionWhileLanesRunSideBySide() throws Exception {
        // Given
        ScriptedStage stage =
                new ScriptedStage(
                        stageName, (session, delivery) -> Thread.sleep(delivery.offset() % 3));
        host(stage, "a");
        List<SessionId> sessions = sessions(20);

        // When
        for (int i = 0; i < 50; i++) {
            sessions.forEach(this::context);
        }
        readUntil(1000);

        // Then
        List<String> expected = IntStream.range(0, 50).mapToObj(i -> "t" + i).toList();
        for (SessionId session : sessions) {
            assertThat(stage.turnsOf(session)).isEqualTo(expected);
            assertThat(turnsReadOf(session)).isEqualTo(expected);
        }
        assertThat(stage.mostBusy.get()).isGreaterThan(3);
    }

    @Test
    void losesNothingWhenTheProcessDiesAndCountsTheTakeover() throws Exception {
        // Given: one lane is stuck, the others of its partition go on
        CountDownLatch stuck = new CountDownLatch(1);
        SessionId slow = SessionId.on(1, "slow");
        SessionId quick = SessionId.on(1, "quick");
        ScriptedStage first =
                new ScriptedStage(
                        stageName,
                        (session, delivery) -> {
                            if (session.equals(slow)) {
                                stuck.await();
                            }
                        });
        TransformHost dying = host(first, "a");
        context(slow);
        for (int i = 0; i < 20; i++) {
            context(quick);
        }
        context(slow);
        readUntil(20);
        long slowAt =
                first.calls.stream()
                        .filter(call -> call.session().equals(slow))
                        .findFirst()
                        .orElseThrow()
                        .offset();
        Broker.until("a commit has come round", SOON, () -> committed(1) >= slowAt);
        Thread.sleep(600);
        assertThat(committed(1)).isEqualTo(slowAt);

        // When
        dying.crash();
        ScriptedStage second = new ScriptedStage(stageName, (session, delivery) -> {});
        host(second, "a");
        Broker.until("the second has them", SOON, () -> second.turnsOf(slow).size() == 2);

        // Then
        readUntilIdsAre(22);
        assertThat(second.turnsOf(slow)).containsExactly("t0", "t1");
        assertThat(second.calls.peek().attempt()).isGreaterThan(first.calls.peek().attempt());
        stuck.countDown();
    }

    @Test
    void tellsHowManyRecordsWaitAlsoOfThoseThatHadNoRoom() throws Exception {
        // Given: lanes that are full, on a partition that rests
        CountDownLatch stuck = new CountDownLatch(1);
        ScriptedStage stage = new ScriptedStage(stageName, (session, delivery) -> stuck.await());
        TransformHost host = host(stage, "a", new Room(16 << 10));
        List<SessionId> sessions =
                IntStream.range(0, 8).mapToObj(i -> SessionId.on(1, "lane" + i)).toList();
        for (int i = 0; i < 40; i++) {
            sessions.forEach(this::context);
        }
        Broker.until("all of it is told", SOON, () -> waiting(host) == 320);

        // When
        for (int i = 0; i < 40; i++) {
            context(sessions.getFirst());
        }

        // Then
        Broker.until("what came since is told", SOON, () -> waiting(host) == 360);
        stuck.countDown();
        readUntil(360);
        Broker.until("nothing waits any more", SOON, () -> waiting(host) == 0);
    }

    private static long waiting(TransformHost host) {
        return host.lag().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void commitsNothingThatALaneStillHolds() throws Exception {
        // Given
        SessionId session = SessionId.on(2, "holds");
        ScriptedStage stage = new ScriptedStage(stageName, (at, delivery) -> {});
        TransformHost host = host(stage, "a");
        context(session);
        readUntil(1);
        long held = stage.calls.peek().offset() + 1;
        stage.holds = OptionalLong.of(held);

        // When
        for (int i = 0; i < 5; i++) {
            context(session);
        }
        readUntil(6);
        Broker.until("it commits up to there", SOON, () -> committed(2) == held);
        Thread.sleep(700);

        // Then
        assertThat(committed(2)).isEqualTo(held);
        host.close();
        assertThat(committed(2)).isEqualTo(held);
        ScriptedStage next = new ScriptedStage(stageName, (at, delivery) -> {});
        host(next, "b");
        Broker.until("all is heard again", SOON, () -> next.calls.size() == 5);
        assertThat(next.calls.peek().offset()).isEqualTo(held);
    }

    @Test
    void triesAgainAfterAPassingFaultAndGivesUpAfterSixTries() throws Exception {
        // Given
        SessionId session = SessionId.on(0, "faults");
        AtomicInteger firstTries = new AtomicInteger();
        ScriptedStage stage =
                new ScriptedStage(
                        stageName,
                        (at, delivery) -> {
                            String turn = ((Context.Assembled) delivery.event()).turn().value();
                            if (turn.equals("t0") && firstTries.incrementAndGet() < 3
                                    || turn.equals("t1")) {
                                throw new PassingFaultException("the store is away");
                            }
                            if (turn.equals("t2")) {
                                throw new StackOverflowError();
                            }
                        });
        TransformHost host = host(stage, "a");

        // When
        for (int i = 0; i < 4; i++) {
            context(session);
        }
        readUntil(2 + 2 * 2);

        // Then
        assertThat(turnsReadOf(session)).containsExactly("t0", "t3");
        assertThat(events(Failure.DeadLetter.class))
                .extracting(Failure.DeadLetter::cause)
                .containsExactly("PassingFaultException: the store is away", "StackOverflowError");
        assertThat(events(Failure.StageFailed.class))
                .extracting(failed -> failed.turn().value())
                .containsExactly("t1", "t2");
        assertThat(host.figures().retried()).isEqualTo(2 + 5);
    }

    @Test
    void passesByWhatItCannotReadOrDoesNotKnow() throws Exception {
        // Given
        SessionId session = SessionId.on(3, "garbage");
        host(new ScriptedStage(stageName, (at, delivery) -> {}), "a");
        byte[] key = session.value().getBytes(StandardCharsets.UTF_8);
        TransformHost host = hosts.getFirst();

        // When
        try (var raw =
                new KafkaProducer<>(
                        new HashMap<String, Object>(broker.client()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            String topic = Topics.CONTEXTS.fullName();
            raw.send(new ProducerRecord<>(topic, 3, key, new byte[] {1, 2, 3})).get();
            raw.send(new ProducerRecord<>(topic, 3, null, null)).get();
            raw.send(new ProducerRecord<>(topic, 3, "no session".getBytes(), new byte[9])).get();
            Envelope<?> known = envelope(session);
            raw.send(
                            new ProducerRecord<>(
                                    topic,
                                    3,
                                    0L,
                                    key,
                                    new byte[] {0, 0, 99, 99, 99, 1},
                                    wire.headers(Topics.CONTEXTS, known)))
                    .get();
        }
        context(session);
        readUntil(5);

        // Then
        assertThat(turnsReadOf(session)).containsExactly("t1");
        assertThat(events(Failure.StageFailed.class)).isEmpty();
        assertThat(events(Failure.DeadLetter.class))
                .hasSize(4)
                .allSatisfy(letter -> assertThat(letter.cause()).startsWith("CodecException"));
        assertThat(host.figures().unknown()).isEqualTo(1);
        Broker.until("all is committed", SOON, () -> committed(3) == end(3));
    }

    @Test
    void appliesCancellationsAheadOfWhatWaits() throws Exception {
        // Given
        CountDownLatch stuck = new CountDownLatch(1);
        SessionId session = SessionId.on(1, "cancels");
        ScriptedStage stage =
                new ScriptedStage(
                        stageName,
                        List.of(Topics.CONTEXTS, Topics.CANCELLATIONS),
                        (at, delivery) -> stuck.await());
        TransformHost host = host(stage, "a");
        context(session);
        Broker.until("the lane is busy", SOON, () -> stage.busy.get() == 1);

        // When
        cancel(session, "r1");
        Broker.until("it is applied", SOON, () -> stage.cancelled.size() == 1);
        assertThat(stage.busy.get()).isEqualTo(1);
        host.crash();

        // Then: the next owner is told too
        ScriptedStage next =
                new ScriptedStage(stageName, stage.reads(), (at, delivery) -> stuck.await());
        host(next, "b");
        Broker.until("the next owner knows", SOON, () -> next.cancelled.size() == 1);
        stuck.countDown();
    }

    @Test
    void leavesASlowSessionsRecordsInTheLogAndGoesOnWithTheOthers() throws Exception {
        // Given
        CountDownLatch stuck = new CountDownLatch(1);
        SessionId session = SessionId.on(0, "backlog");
        ScriptedStage stage =
                new ScriptedStage(
                        stageName,
                        (at, delivery) -> {
                            if (at.equals(session)) {
                                stuck.await();
                            }
                        });
        TransformHost host = host(stage, "a", new Room(1 << 20));

        // When
        for (int i = 0; i < 2000; i++) {
            context(session);
        }
        Broker.until("it holds back", SOON, () -> host.inFlight() > 50);
        Thread.sleep(300);
        assertThat(host.inFlight()).isBetween(50, 150);
        assertThat(host.ready()).isTrue();

        // Then: the others of its partition go on, and it catches up
        SessionId other = SessionId.on(0, "other");
        for (int i = 0; i < 200; i++) {
            context(other);
        }
        readUntil(200);
        assertThat(turnsReadOf(other)).hasSize(200);
        assertThat(stage.turnsOf(session)).hasSize(1);
        stuck.countDown();
        readUntil(2200);
        assertThat(turnsReadOf(session))
                .isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void handsOverToAnotherHostWithoutLoss() throws Exception {
        // Given
        List<SessionId> sessions = sessions(8);
        ScriptedStage one = new ScriptedStage(stageName, (at, delivery) -> Thread.sleep(1));
        ScriptedStage two = new ScriptedStage(stageName, (at, delivery) -> Thread.sleep(1));
        TransformHost first = host(one, "a");
        int rounds = 300;
        Thread traffic =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; i < rounds; i++) {
                                        sessions.forEach(this::context);
                                        pause(10);
                                    }
                                });

        // When
        readUntil(200);
        host(two, "b");
        Broker.until("the second takes part", SOON, () -> two.calls.size() > 100);
        first.close();
        traffic.join();
        readUntilIdsAre(rounds * sessions.size());

        // Then
        List<String> expected = IntStream.range(0, rounds).mapToObj(i -> "t" + i).toList();
        for (SessionId session : sessions) {
            assertThat(withoutRepeats(session)).isEqualTo(expected);
        }
        System.out.printf(
                "hand-over: %d outputs, %d of them repeated%n",
                read.size(), read.size() - rounds * sessions.size());
    }

    @Test
    void isReadyAsAMemberOfItsGroupAlsoWithoutPartitions() {
        // Given
        ScriptedStage stage = new ScriptedStage(stageName, (at, delivery) -> {});

        // When
        List<TransformHost> members =
                IntStream.rangeClosed(0, Broker.PARTITIONS)
                        .mapToObj(each -> host(stage, "member-" + each))
                        .toList();

        // Then
        assertThat(members).hasSize(Broker.PARTITIONS + 1).allMatch(TransformHost::ready);
    }

    @Test
    void staysAwayOnceAnotherTookItsName() throws Exception {
        // Given
        TransformHost first = host(new ScriptedStage(stageName, (at, delivery) -> {}), "same");

        // When
        TransformHost second = host(new ScriptedStage(stageName, (at, delivery) -> {}), "same");

        // Then
        Broker.until("the first gives way", SOON, () -> !first.ready());
        Thread.sleep(1500);
        assertThat(first.ready()).isFalse();
        assertThat(second.ready()).isTrue();
    }

    @Test
    void whatIsMadeUpAnewAfterAFaultIsAnAttemptOfItsOwn() throws Exception {
        // Given: a voice that breaks off in the middle of a sentence, and speaks otherwise then
        AtomicInteger takes = new AtomicInteger();
        SpeechSynthesizer voice =
                (sentence, sink) -> {
                    short take = (short) takes.incrementAndGet();
                    short[] sound = new short[take * SpeechSynthesizer.SAMPLE_RATE / 5];
                    Arrays.fill(sound, take);
                    sink.accept(sound);
                    if (take == 1) {
                        throw new PassingFaultException("the voice broke off");
                    }
                };
        reader.close();
        reader = broker.reader(List.of(Topics.AUDIO_OUT));
        host(new Synthesis(SynthesisConfig.defaults(), voice, text -> text), "a");
        SessionId session = SessionId.on(2, "hears");

        // When
        say(session);
        Broker.until(
                "the sentence is spoken",
                SOON,
                () -> {
                    readMore();
                    return !events(Audio.SentenceSpoken.class).isEmpty();
                });

        // Then: as readers hear it, the last attempt is one take, from its beginning
        Audio.SentenceSpoken spoken = events(Audio.SentenceSpoken.class).getFirst();
        List<Audio.Chunk> heard =
                newOnes(session).stream()
                        .filter(Audio.Chunk.class::isInstance)
                        .map(Audio.Chunk.class::cast)
                        .filter(chunk -> chunk.attempt() == spoken.attempt())
                        .toList();
        assertThat(heard)
                .extracting(Audio.Chunk::index)
                .isEqualTo(IntStream.range(0, spoken.chunks()).boxed().toList());
        assertThat(heard)
                .extracting(chunk -> Pcm.toShorts(chunk.pcm().get())[0])
                .containsOnly((short) 2);
    }

    private void say(SessionId session) {
        Instant now = Instant.now();
        var unused =
                writer.write(
                        Topics.REPLIES,
                        new Envelope<>(
                                EventId.of("dialogue", 1),
                                session,
                                new Owner.Session(session),
                                new Times(now, now),
                                null,
                                new Reply.Sentence(
                                        new ReplyId("r1"),
                                        new TurnId("t1"),
                                        0,
                                        Personal.of("hello"),
                                        true)));
    }

    private TransformHost host(Transform stage, String instance) {
        return host(stage, instance, Room.ofHeap());
    }

    private TransformHost host(Transform stage, String instance, Room room) {
        KafkaSettings settings =
                KafkaSettings.of(broker.client(), instance, folder.resolve("state"));
        TransformHost host =
                new TransformHost(stage, wire, writer, settings, Clock.systemUTC(), room);
        hosts.add(host);
        host.start();
        Broker.until(stage.name() + " is ready", SOON, host::ready);
        return host;
    }

    private static List<SessionId> sessions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SessionId.on(i % Broker.PARTITIONS, "many" + i))
                .toList();
    }

    private Envelope<?> envelope(SessionId session) {
        long n = sequences.computeIfAbsent(session, missing -> new AtomicLong()).getAndIncrement();
        Instant now = Instant.now();
        return new Envelope<>(
                EventId.of("context", n),
                session,
                new Owner.Session(session),
                new Times(now, now),
                null,
                new Context.Assembled(
                        new TurnId("t" + n), Personal.of("words"), Personal.of(List.of())));
    }

    private void context(SessionId session) {
        var unused = writer.write(Topics.CONTEXTS, envelope(session));
    }

    private void cancel(SessionId session, String reply) {
        Instant now = Instant.now();
        var unused =
                writer.write(
                        Topics.CANCELLATIONS,
                        new Envelope<>(
                                EventId.of("dialogue", 0),
                                session,
                                new Owner.Session(session),
                                new Times(now, now),
                                null,
                                new Cancellation.ReplyCancelled(
                                        new ReplyId(reply), new TurnId("t"), "test")));
    }

    private long committed(int partition) {
        try {
            return broker.committed("parley-" + stageName, Topics.CONTEXTS, partition);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long end(int partition) {
        try {
            return broker.ends(List.of(Topics.CONTEXTS)).entrySet().stream()
                    .filter(each -> each.getKey().partition() == partition)
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .offset();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void readMore() {
        reader.poll(Duration.ofMillis(10)).forEach(record -> read.add(wire.decode(record)));
    }

    private void readUntil(int count) {
        Broker.until(
                count + " outputs",
                Duration.ofSeconds(20),
                () -> {
                    readMore();
                    return read.size() >= count;
                });
        assertThat(read).hasSizeGreaterThanOrEqualTo(count);
    }

    private void readUntilIdsAre(int count) {
        Set<String> ids = new HashSet<>();
        Broker.until(
                count + " ids",
                Duration.ofSeconds(20),
                () -> {
                    readMore();
                    read.forEach(each -> ids.add(each.session() + " " + each.id()));
                    return ids.size() >= count;
                });
        assertThat(ids).hasSize(count);
    }

    private <E> List<E> events(Class<E> type) {
        return read.stream().map(Envelope::event).filter(type::isInstance).map(type::cast).toList();
    }

    private Stream<Envelope<?>> intentsOf(SessionId session) {
        return read.stream()
                .filter(each -> each.session().equals(session))
                .filter(each -> each.event() instanceof Intent.Recognized);
    }

    private List<String> turnsReadOf(SessionId session) {
        return intentsOf(session).map(TransformHostIT::turn).toList();
    }

    private List<String> withoutRepeats(SessionId session) {
        return newOnes(session).stream()
                .filter(Intent.Recognized.class::isInstance)
                .map(each -> ((Intent.Recognized) each).turn().value())
                .toList();
    }

    /** As a reader sees them that keeps one high-water mark. */
    private List<Event> newOnes(SessionId session) {
        List<Event> fresh = new ArrayList<>();
        EventId mark = null;
        for (Envelope<?> each : read) {
            if (each.session().equals(session) && (mark == null || each.id().compareTo(mark) > 0)) {
                mark = each.id();
                fresh.add(each.event());
            }
        }
        return fresh;
    }

    private static String turn(Envelope<?> envelope) {
        return ((Intent.Recognized) envelope.event()).turn().value();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
