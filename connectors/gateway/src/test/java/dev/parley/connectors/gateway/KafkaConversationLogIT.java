package dev.parley.connectors.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.Audio;
import dev.parley.schemas.event.Control;
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
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log against a real broker. */
class KafkaConversationLogIT {
    private static final int PARTITIONS = 3;
    private static final ReplyId REPLY = new ReplyId("r1");
    private static final TurnId TURN = new TurnId("t1");

    @TempDir static Path folder;
    private static EmbeddedKafka kafka;
    private static EventWriter writer;
    private static final CountingKeys KEYS = new CountingKeys();

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder, EmbeddedKafka.Settings.DEFAULT.unguarded().outliving());
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topics.all()) {
            topics.add(new NewTopic(topic.fullName(), PARTITIONS, (short) 1));
        }
        try (Admin admin = Admin.create(new HashMap<>(client()))) {
            admin.createTopics(topics).all().get(60, TimeUnit.SECONDS);
        }
        writer = new EventWriter(new Wire(KEYS), client());
    }

    @AfterAll
    static void stop() {
        writer.close();
        kafka.close();
    }

    @Test
    void sessionsAreMintedOntoTheGivenPartitionsAlone() {
        try (KafkaConversationLog log = log(Set.of(0, 2))) {
            Set<Integer> used = new java.util.HashSet<>();
            for (int i = 0; i < 100; i++) {
                used.add(log.partition());
            }

            assertThat(used).containsExactlyInAnyOrder(0, 2);
        }
        assertThatThrownBy(() -> log(Set.of(7))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenAboutASessionReachesItsListenerInOrderAndNobodyElse() throws Exception {
        try (KafkaConversationLog gateway = log(Set.of());
                KafkaConversationLog stage = log(Set.of())) {
            // Given
            SessionId session = SessionId.on(gateway.partition(), "minted");
            SessionId stranger = SessionId.on(session.partition(), "stranger");
            BlockingQueue<Envelope<?>> heard = new LinkedBlockingQueue<>();
            try (var listening = gateway.subscribe(session, heard::add)) {
                int before = KEYS.found.get();

                // When
                for (int i = 0; i < 50; i++) {
                    stage.append(Topics.AUDIO_OUT, chunk(stranger, i));
                }
                for (int i = 0; i < 200; i++) {
                    stage.append(Topics.AUDIO_OUT, chunk(session, i));
                }
                stage.append(
                        Topics.REPLIES,
                        envelope(
                                session,
                                7,
                                new Reply.Sentence(REPLY, TURN, 0, Personal.of("Hi."), true)));

                // Then
                List<Integer> indexes = new ArrayList<>();
                boolean sentence = false;
                while (indexes.size() < 200 || !sentence) {
                    Envelope<?> envelope = heard.poll(60, TimeUnit.SECONDS);
                    assertThat(envelope).isNotNull();
                    assertThat(envelope.session()).isEqualTo(session);
                    switch (envelope.event()) {
                        case Audio.Chunk chunk -> {
                            assertThat(chunk.pcm().get()).hasSize(960);
                            indexes.add(chunk.index());
                        }
                        case Reply.Sentence said -> sentence = said.text().get().equals("Hi.");
                        default -> throw new AssertionError(envelope.event());
                    }
                }
                assertThat(indexes).isSorted().doesNotHaveDuplicates();
                assertThat(KEYS.found.get() - before).isEqualTo(201);
                assertThat(heard).isEmpty();
            }
            stage.append(Topics.AUDIO_OUT, chunk(session, 200));
            assertThat(heard.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void whatWasWrittenAboutSomeSessionsIsReadOnEveryPartitionAndNothingElseIsDecoded()
            throws Exception {
        try (KafkaConversationLog log = log(Set.of())) {
            // Given
            Instant since = Instant.now().minusSeconds(60);
            Set<SessionId> mine = Set.of(SessionId.on(0, "mine-0"), SessionId.on(2, "mine-2"));
            SessionId others = SessionId.on(2, "others");
            java.util.concurrent.CountDownLatch kept = new java.util.concurrent.CountDownLatch(3);
            for (SessionId session :
                    List.of(SessionId.on(0, "mine-0"), others, SessionId.on(2, "mine-2"))) {
                log.append(
                        Topics.REPLIES,
                        envelope(
                                session,
                                1,
                                new Reply.Sentence(REPLY, TURN, 0, Personal.of("Hi."), true)),
                        kept::countDown);
            }
            assertThat(kept.await(60, TimeUnit.SECONDS)).isTrue();
            int before = KEYS.found.get();

            // When
            List<Envelope<?>> read = log.history(mine::contains, Set.of(Topics.REPLIES), since);

            // Then
            assertThat(read)
                    .extracting(Envelope::session)
                    .containsExactlyInAnyOrderElementsOf(mine);
            assertThat(KEYS.found.get() - before).isEqualTo(2);
            assertThat(log.partitionOf("a name")).isBetween(0, PARTITIONS - 1);
            assertThat(log.partitionOf("a name")).isEqualTo(log.partitionOf("a name"));
        }
    }

    @Test
    void aResumedSessionsPartitionIsReadToo() throws Exception {
        try (KafkaConversationLog gateway = log(Set.of(0));
                KafkaConversationLog stage = log(Set.of())) {
            // Given
            SessionId elsewhere = SessionId.on(1, "resumed");
            SessionId here = SessionId.on(gateway.partition(), "minted");
            BlockingQueue<Envelope<?>> heard = new LinkedBlockingQueue<>();
            stage.append(Topics.AUDIO_OUT, chunk(elsewhere, 0));

            // When
            try (var first = gateway.subscribe(here, heard::add);
                    var second = gateway.subscribe(elsewhere, heard::add)) {
                stage.append(Topics.AUDIO_OUT, chunk(elsewhere, 1));
                stage.append(Topics.AUDIO_OUT, chunk(here, 2));

                // Then
                assertThat(
                                List.of(
                                        heard.poll(60, TimeUnit.SECONDS).session(),
                                        heard.poll(60, TimeUnit.SECONDS).session()))
                        .containsExactlyInAnyOrder(elsewhere, here);
            }
        }
    }

    @Test
    void recordsLieOnTheSessionsPartitionAndUsersRecordsByTheirKey() {
        SessionId session = SessionId.on(2, "placed");
        UserId user = new UserId("u1");
        try (EventWriter own = new EventWriter(new Wire(KEYS), client());
                KafkaConversationLog log = log(own, Set.of())) {
            log.append(Topics.CONTROL, envelope(session, 0, new Control.SessionEnded("left")));
            log.append(Topics.PRESENCE, envelope(session, 0, new Presence.Left(user, session)));
        }

        assertThat(records(Topics.CONTROL))
                .filteredOn(record -> new String(record.key()).equals("s2-placed"))
                .singleElement()
                .satisfies(record -> assertThat(record.partition()).isEqualTo(2));
        assertThat(records(Topics.PRESENCE))
                .singleElement()
                .satisfies(record -> assertThat(new String(record.key())).isEqualTo("u1"));
    }

    private static KafkaConversationLog log(Set<Integer> partitions) {
        return log(writer, partitions);
    }

    private static KafkaConversationLog log(EventWriter writer, Set<Integer> partitions) {
        return new KafkaConversationLog(
                client(),
                new Wire(KEYS),
                writer,
                partitions,
                (topic, failure) -> {
                    throw new AssertionError(topic.name(), failure);
                });
    }

    private static Map<String, String> client() {
        return Map.of("bootstrap.servers", kafka.bootstrap());
    }

    private static Envelope<?> chunk(SessionId session, int index) {
        return envelope(
                session,
                index,
                new Audio.Chunk(REPLY, TURN, 1, 0, index, Personal.of(new byte[960])));
    }

    private static Envelope<?> envelope(SessionId session, long number, Event event) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Envelope<>(
                EventId.of("test", number),
                session,
                new Owner.Session(session),
                new Times(now, now),
                null,
                event);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        new HashMap<>(client()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic.fullName(), i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long until = consumer.endOffsets(partitions).values().stream().mapToLong(a -> a).sum();
            while (all.size() < until) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** Counts how often a key is asked for to decrypt. */
    private static final class CountingKeys implements Keys {
        private final Keys keys = new EphemeralKeys();
        private final AtomicInteger found = new AtomicInteger();

        @Override
        public DataKey of(Owner owner) {
            return keys.of(owner);
        }

        @Override
        public Optional<DataKey> find(UUID id) {
            found.incrementAndGet();
            return keys.find(id);
        }

        @Override
        public void destroy(Owner owner) {
            keys.destroy(owner);
        }
    }
}
