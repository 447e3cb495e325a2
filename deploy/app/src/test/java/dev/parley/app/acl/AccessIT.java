package dev.parley.app.acl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.CommandLineRun;
import dev.parley.app.config.RetentionConfig;
import dev.parley.app.running.BrokerTopics;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.schemas.codec.Wire;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Control;
import dev.parley.schemas.event.Envelope;
import dev.parley.schemas.event.Event;
import dev.parley.schemas.event.EventId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Personal;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.Times;
import dev.parley.schemas.event.Tool;
import dev.parley.schemas.event.Turn;
import dev.parley.schemas.event.TurnId;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.schemas.topic.Topic;
import dev.parley.schemas.topic.Topics;
import dev.parley.streams.stage.EventWriter;
import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Stage;
import dev.parley.streams.stage.StageHost;
import dev.parley.streams.stage.Topology;
import dev.parley.streams.stage.TopologyHost;
import dev.parley.streams.stage.Transform;
import dev.parley.streams.stage.TransformHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that keeps the access rules, and stages that come to it as themselves or as others. */
class AccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PARTITIONS = 2;
    private static final SessionId SESSION = SessionId.on(1, "kitchen");
    private static final String SECRET = "s3cret";
    private static final Keys KEYS = new EphemeralKeys();

    @TempDir static Path folder;
    private static EmbeddedKafka broker;
    private static String applied = "";

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> accounts =
                AccessRules.ofThisBuild().all().stream()
                        .map(AccessRule::user)
                        .distinct()
                        .collect(Collectors.toMap(user -> user, user -> SECRET));
        broker =
                EmbeddedKafka.start(
                        folder.resolve("broker"),
                        EmbeddedKafka.Settings.DEFAULT.withAccounts(accounts));
        new BrokerTopics(broker.clientProperties(), PARTITIONS, RetentionConfig.defaults())
                .ensure();
        StringBuilder login = new StringBuilder();
        broker.clientProperties()
                .forEach(
                        (name, value) -> login.append(name).append('=').append(value).append('\n'));
        Path file = Files.writeString(folder.resolve("admin.properties"), login);
        for (int i = 0; i < 2; i++) {
            CommandLineRun run =
                    CommandLineRun.of(
                            "acl",
                            "apply",
                            "--exactly",
                            "--kafka",
                            broker.bootstrap(),
                            "--set",
                            "servers.kafka.properties-file=" + file);
            assertThat(run.exitCode()).as(run.err()).isZero();
            applied += run.out();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Map<String, String> as(String stage) {
        return broker.clientProperties(StageRules.user(stage), SECRET);
    }

    private static StageHost host(Stage stage, Map<String, String> client) {
        Wire wire = new Wire(KEYS);
        KafkaSettings settings =
                KafkaSettings.of(
                        client, "access-" + stage.name(), folder.resolve(UUID.randomUUID() + ""));
        return switch (stage) {
            case Topology<?> topology ->
                    new TopologyHost(topology, wire, settings, Clock.systemUTC());
            case Transform transform ->
                    new TransformHost(
                            transform,
                            wire,
                            new EventWriter(wire, client),
                            settings,
                            Clock.systemUTC());
        };
    }

    @Test
    void applyingTheRulesAgainChangesNothing() {
        assertThat(applied)
                .containsPattern("^\\d{2,} rules made, 0 more are there and were taken away\\.\\R")
                .endsWith("0 rules made, 0 more are there and were taken away.\n");
    }

    @Test
    void everyStageDoesItsWorkAsItsOwnUser() throws Exception {
        // Given
        List<StageHost> hosts = new ArrayList<>();
        try (EventWriter gateway = new EventWriter(new Wire(KEYS), as("gateway"))) {
            for (Stage stage : AccessRulesTest.stages()) {
                StageHost host = host(stage, as(stage.name()));
                hosts.add(host);
                host.start();
            }
            for (StageHost host : hosts) {
                await(host.stage().name() + " is ready", host::ready);
            }

            // When
            write(gateway, Topics.CONTROL, new Control.TextSubmitted(Personal.of("hello")));

            // Then
            await("the turn ended", () -> !read(Topics.TURNS, Turn.Ended.class).isEmpty());
        } finally {
            hosts.parallelStream().forEach(StageHost::close);
        }
    }

    @Test
    void nobodyWritesOrReadsWhatIsAnothers() {
        Tool.Authorized call =
                new Tool.Authorized(
                        new CallId("c"),
                        new TurnId("t"),
                        new UserId("anna"),
                        "clock",
                        Personal.of(Map.of()),
                        "forged");
        for (String other : List.of("dialogue", "tool", "intent", "gateway")) {
            try (EventWriter writer = new EventWriter(new Wire(KEYS), as(other))) {
                assertThatThrownBy(() -> write(writer, Topics.TOOL_CALLS, call))
                        .as(other)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        for (String other : List.of("tool", "timer", "authorization")) {
            assertThatThrownBy(() -> read(Topics.AUDIO_IN, as(other)))
                    .as(other)
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aStageWithAnothersCredentialsIsRefused() throws Exception {
        // Given
        Stage intent =
                AccessRulesTest.stages().stream()
                        .filter(stage -> stage.name().equals("intent"))
                        .findFirst()
                        .orElseThrow();
        StageHost host = host(intent, as("synthesis"));

        // When
        try {
            host.start();
            Thread.sleep(Duration.ofSeconds(3));

            // Then
            assertThat(host.ready()).isFalse();
        } finally {
            host.close();
        }
    }

    private static void write(EventWriter writer, Topic topic, Event event) throws Exception {
        Instant now = Instant.now();
        writer.write(
                        topic,
                        new Envelope<>(
                                EventId.of("tester", System.nanoTime()),
                                SESSION,
                                new Owner.Session(SESSION),
                                new Times(now, now),
                                null,
                                event))
                .get();
    }

    private static <E extends Event> List<E> read(Topic topic, Class<E> type) {
        return read(topic, broker.clientProperties()).stream()
                .map(Envelope::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static List<Envelope<?>> read(Topic topic, Map<String, String> client) {
        Wire wire = new Wire(KEYS);
        List<Envelope<?>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        new HashMap<>(client),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(i -> new TopicPartition(topic.fullName(), i))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> all.add(wire.decode(record)));
            }
        }
        return all;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}
