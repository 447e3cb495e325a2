package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.client.RealtimeClient;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedServers;
import dev.parley.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every role is restarted, one process after the other, under live conversations: from this build
 * to the next and back. Prints its figures; takes minutes, so it is a part of the long check.
 */
class RollingUpgrade {
    private static final int PARTITIONS = 8;
    private static final int CONVERSATIONS = Integer.getInteger("parley.rolling.conversations", 20);
    private static final int SPOKEN = Integer.getInteger("parley.rolling.spoken", 2);
    private static final int ROUNDS = Integer.getInteger("parley.rolling.rounds", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A slow machine, on which all of this runs at once, is no fault of a restart. */
    private static final Map<String, String> PATIENT =
            Map.of(
                    "PARLEY_DIALOGUE_DEADLINE", "120s",
                    "PARLEY_GATEWAY_PATIENCE_SOUND", "120s",
                    "PARLEY_GATEWAY_PATIENCE_REPLY", "120s",
                    "PARLEY_GATEWAY_PATIENCE_ANSWER", "60s",
                    "PARLEY_GATEWAY_PATIENCE_COME_BACK", "120s",
                    "PARLEY_GATEWAY_PATIENCE_QUIET", "10s",
                    "PARLEY_SERVERS_KAFKA_SESSION_TIMEOUT", "5s");

    /** Two processes of each kind, so that one serves while the other starts. */
    private static final Map<String, List<String>> KINDS = kinds();

    /** Has the topics and the processes' logs; kept if something was wrong. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static DataDirectory directory;
    private static EmbeddedServers servers;
    private static final Map<String, RunProcess> running = new LinkedHashMap<>();
    private static final PortsByName ports = new PortsByName();

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("speech", List.of("--role", "stt-service,tts-service"));
        kinds.put("agent", List.of("--role", "agent-core,tool-executor"));
        kinds.put("gateway", List.of("--role", "api-gateway,voice-gateway"));
        return kinds;
    }

    @BeforeAll
    static void start() throws Exception {
        directory = DataDirectory.open(folder.resolve("servers"));
        servers =
                new EmbeddedServers(
                        directory,
                        new EmbeddedServers.Settings(
                                EmbeddedKafka.Settings.DEFAULT.unguarded(),
                                EmbeddedDatabase.Settings.DEFAULT,
                                EmbeddedRedis.Settings.DEFAULT));
        servers.start((part, took) -> {});
    }

    @AfterAll
    static void stop() {
        running.forEach(RollingUpgrade::end);
        servers.close();
        directory.close();
    }

    @Test
    void noConversationDropsATurnAndNoneRepeatsOne() throws Exception {
        // Given
        String present = System.getProperty("java.class.path");
        String next = NextBuild.in(Files.createDirectories(folder.resolve("next")));
        for (String name : names()) {
            running.put(name, process(name, present));
            if (running.size() == 1) {
                running.get(name).awaitReady();
            }
        }
        for (RunProcess process : running.values()) {
            process.awaitReady();
        }
        AtomicBoolean enough = new AtomicBoolean();
        List<RollingTalk> talks = talks(enough);

        // When
        long begun = System.nanoTime();
        int restarts = 0;
        for (int round = 0; round < ROUNDS; round++) {
            restarts += restartAll(next, talks);
            restarts += restartAll(present, talks);
        }
        long took = System.nanoTime() - begun;
        enough.set(true);
        for (RollingTalk talk : talks) {
            talk.awaitEnd(PATIENCE.multipliedBy(2));
        }

        // Then
        RollingTalk.Figures figures = RollingTalk.Figures.of(talks);
        long letters = records(Topics.DEAD_LETTERS.fullName());
        System.out.printf(
                "rolling: %d conversations (%d spoken), %d restarts in %d s, old to new to old%n",
                CONVERSATIONS, SPOKEN, restarts, took / 1_000_000_000);
        System.out.printf("rolling: %s, %d dead letters%n", figures, letters);
        figures.faults().forEach(fault -> System.out.println("rolling: " + fault));
        assertThat(figures.faults()).isEmpty();
        assertThat(letters).as("dead letters").isZero();
        assertThat(figures.turns()).isGreaterThan(2 * CONVERSATIONS);
        assertThat(figures.resumed()).isPositive();
        assertThat(figures.byBefore()).isPositive();
        assertThat(figures.byAfter()).isPositive();
    }

    private static List<String> names() {
        return KINDS.keySet().stream()
                .flatMap(kind -> List.of(kind + "-a", kind + "-b").stream())
                .toList();
    }

    /** Stops each as an operator would, and goes on once its successor is ready. */
    private static int restartAll(String classPath, List<RollingTalk> talks) throws Exception {
        for (String name : names()) {
            long begun = System.nanoTime();
            RunProcess process = running.get(name);
            process.interrupt();
            assertThat(process.awaitEnd(PATIENCE))
                    .as("%s\n%s", name, process.said())
                    .isEqualTo(130);
            end(name, process);
            running.put(name, process(name, classPath).awaitReady());
            System.out.printf(
                    "rolling: %s restarted in %d ms, %d turns so far%n",
                    name,
                    (System.nanoTime() - begun) / 1_000_000,
                    talks.stream().mapToInt(RollingTalk::turns).sum());
        }
        return names().size();
    }

    private static void end(String name, RunProcess process) {
        process.close();
        try {
            Files.writeString(
                    folder.resolve(name + ".log"),
                    process.said(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RollingTalk> talks(AtomicBoolean enough) throws Exception {
        String token = Files.readString(folder.resolve("keys/local-token")).strip();
        short[] question = Caller.spoken("what is six plus seven");
        List<URI> urls =
                List.of(running.get("gateway-a").voice(), running.get("gateway-b").voice());
        List<RollingTalk> talks = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            RealtimeClient client =
                    RealtimeClient.connect(
                            i % 2 == 0 ? urls : urls.reversed(),
                            token,
                            Duration.ofSeconds(10),
                            PATIENCE);
            talks.add(new RollingTalk(i, client, i < SPOKEN ? question : null, enough));
        }
        talks.forEach(RollingTalk::start);
        return talks;
    }

    private static long records(String topic) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(servers.kafka().clientProperties()))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            LongStream.range(0, PARTITIONS)
                    .forEach(
                            i -> ends.put(new TopicPartition(topic, (int) i), OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static RunProcess process(String name, String classPath) throws Exception {
        EmbeddedDatabase database = servers.database();
        EmbeddedRedis redis = servers.redis();
        Map<String, String> environment = new HashMap<>(PATIENT);
        environment.put("PARLEY_DATA", folder.resolve("data").toString());
        environment.put("PARLEY_PARTITIONS", Integer.toString(PARTITIONS));
        environment.put("PARLEY_SERVERS_KAFKA_BOOTSTRAP", servers.kafka().bootstrap());
        environment.put(
                "PARLEY_SERVERS_POSTGRES_URL",
                "postgresql://%s@%s:%d/%s"
                        .formatted(
                                database.user(),
                                database.host(),
                                database.port(),
                                database.database()));
        environment.put("PARLEY_SERVERS_POSTGRES_PASSWORD", database.password());
        environment.put("PARLEY_SERVERS_REDIS_URL", "redis://" + redis.host() + ":" + redis.port());
        environment.put("PARLEY_SERVERS_REDIS_PASSWORD", redis.password());
        environment.put("PARLEY_SERVERS_MASTER_KEY", folder.resolve("keys/master.key").toString());
        environment.put("PARLEY_SERVERS_TOKEN_FILE", folder.resolve("keys/local-token").toString());
        environment.put("PARLEY_SERVERS_CREATE_KEYS", "true");
        environment.put("PARLEY_TOOLS_CALLS_PER_WINDOW", "1000000");
        environment.put(
                "PARLEY_GATEWAY_LIMITS_SESSIONS_PER_USER", Integer.toString(4 * CONVERSATIONS));
        environment.put("PARLEY_GATEWAY_HTTP_PORT", "0");
        environment.put("PARLEY_GATEWAY_VOICE_PORT", Integer.toString(ports.of(name)));
        List<String> arguments = new ArrayList<>(List.of("run", "--instance", name));
        arguments.addAll(KINDS.get(name.substring(0, name.indexOf('-'))));
        return RunProcess.start(classPath, environment, arguments);
    }
}
