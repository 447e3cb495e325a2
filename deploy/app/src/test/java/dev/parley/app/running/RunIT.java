package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.app.UserError;
import dev.parley.app.client.Exchange;
import dev.parley.app.client.Microphone;
import dev.parley.app.client.RealtimeClient;
import dev.parley.app.client.Received;
import dev.parley.app.client.SpokenReply;
import dev.parley.app.config.RetentionConfig;
import dev.parley.embedded.DataDirectory;
import dev.parley.embedded.EmbeddedDatabase;
import dev.parley.embedded.EmbeddedKafka;
import dev.parley.embedded.EmbeddedRedis;
import dev.parley.embedded.EmbeddedServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley run} in processes of their own, as {@code docker-compose.yml} starts them. */
@TestMethodOrder(OrderAnnotation.class)
class RunIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir static Path folder;
    private static DataDirectory directory;
    private static EmbeddedServers servers;
    private static final Map<String, RunProcess> running = new LinkedHashMap<>();
    private static final PortsByName voicePorts = new PortsByName();

    @BeforeAll
    static void startServers() {
        directory = DataDirectory.open(folder.resolve("servers"));
        servers =
                new EmbeddedServers(
                        directory,
                        new EmbeddedServers.Settings(
                                EmbeddedKafka.Settings.DEFAULT.unguarded().outliving(),
                                EmbeddedDatabase.Settings.DEFAULT,
                                EmbeddedRedis.Settings.DEFAULT));
        servers.start((part, took) -> {});
    }

    @AfterAll
    static void stopServers() {
        running.values().forEach(RunProcess::close);
        servers.close();
        directory.close();
    }

    @Test
    @Order(1)
    void theServicesOfTheComposeFileAnswerAQuestion() throws Exception {
        // Given
        Map<String, ComposeFile.Service> services =
                new LinkedHashMap<>(ComposeFile.read().parley());
        try (RunProcess prepare = start("prepare", services.remove("prepare"))) {
            assertThat(prepare.awaitEnd(PATIENCE)).as(prepare.said()).isZero();
        }
        for (Map.Entry<String, ComposeFile.Service> service : services.entrySet()) {
            running.put(service.getKey(), start(service.getKey(), service.getValue()));
        }
        for (RunProcess process : running.values()) {
            process.awaitReady();
        }

        // When
        Exchange exchange = new Exchange();
        try (RealtimeClient client =
                RealtimeClient.connect(
                        running.get("voice-gateway").voice(), token(), Duration.ofSeconds(10))) {
            client.say("what is 17 plus 25");
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (!Caller.isAnswered(exchange)) {
                Received next = client.take(Duration.ofNanos(until - System.nanoTime()));
                assertThat(next).as("nothing came in time").isNotNull();
                exchange.accept(next);
            }
        }

        // Then
        assertThat(Caller.reply(exchange).words()).containsPattern("42|forty.two");
        for (RunProcess process : running.values()) {
            assertThat(process.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(process.get("/health/ready").statusCode()).isEqualTo(200);
        }
        assertThat(running.get("stt-service").get("/metrics").statusCode()).isEqualTo(401);
        assertThat(running.get("stt-service").get("/metrics", token()).body())
                .contains("parley_stage_ready{stage=\"hearing\"} 1")
                .doesNotContain("dialogue");
    }

    @Test
    @Order(2)
    void aConversationWhoseGatewayIsKilledGoesOnAtTheOther() throws Exception {
        // Given
        short[] question = Caller.spoken("who are you");
        ComposeFile.Service restarted = ComposeFile.read().parley().get("voice-gateway");
        List<URI> gateways =
                List.of(running.get("voice-gateway").voice(), running.get("api-gateway").voice());
        try (RealtimeClient client = RealtimeClient.connect(gateways, token(), PATIENCE, PATIENCE);
                Microphone microphone = Microphone.open(client, Caller.RATE)) {
            Listening listening = new Listening(client);
            microphone.say(question);
            awaitHeard(listening, 1);

            // When
            microphone.say(question);
            await(listening, "input_audio_buffer.speech_started");
            running.get("voice-gateway").kill();
            running.put("voice-gateway", start("voice-gateway", restarted));
            awaitHeard(listening, 2);
            running.get("voice-gateway").awaitReady();
            microphone.say(question);
            await(listening, "response.output_audio.delta");
            running.remove("api-gateway").kill();
            awaitHeard(listening, 3);

            // Then
            assertThat(listening.resumes()).isGreaterThanOrEqualTo(2);
            List<SpokenReply> replies = listening.exchange().replies();
            SpokenReply undisturbed = replies.getFirst();
            assertThat(replies)
                    .hasSize(3)
                    .allSatisfy(
                            reply -> {
                                assertThat(reply.words()).isEqualTo(undisturbed.words());
                                assertThat(reply.sound()).isEqualTo(undisturbed.sound());
                                assertThat(reply.soundsAfterItsEnd()).isZero();
                            });
        }
    }

    private static void await(Listening listening, String type) throws InterruptedException {
        assertThat(
                        listening.await(
                                next ->
                                        next instanceof Received.Message message
                                                && message.type().equals(type),
                                PATIENCE))
                .as(type)
                .isTrue();
    }

    /** That many replies came, and the last of them was heard to its end. */
    private static void awaitHeard(Listening listening, int replies) throws InterruptedException {
        assertThat(
                        listening.await(
                                next -> {
                                    List<SpokenReply> all = listening.exchange().replies();
                                    return all.size() == replies && all.getLast().isHeardToItsEnd();
                                },
                                PATIENCE))
                .as("%d replies", replies)
                .isTrue();
    }

    @Test
    @Order(3)
    void theServicesStopWhenTheyAreAskedTo() throws Exception {
        // When
        Map<String, Integer> saidBefore = new LinkedHashMap<>();
        for (Map.Entry<String, RunProcess> process : running.entrySet()) {
            saidBefore.put(process.getKey(), process.getValue().said().length());
            process.getValue().interrupt();
        }

        // Then
        saidBefore.forEach(
                (name, length) -> {
                    RunProcess process = running.get(name);
                    assertThat(process.awaitEnd(PATIENCE)).as(name).isEqualTo(130);
                    assertThat(process.said().substring(length))
                            .as(name)
                            .doesNotContain("Exception", "ERROR");
                });
    }

    @Test
    @Order(4)
    void saysWhatIsWrongWithWhatTheProcessesShare() throws Exception {
        Map<String, String> good =
                environment("wrong", ComposeFile.read().parley().get("stt-service").environment());
        try (ServerSocket nobody = new ServerSocket(0)) {
            Map<Map<String, String>, String> wrong =
                    Map.of(
                            Map.of("PARLEY_SERVERS_MASTER_KEY", folder + "/nowhere"),
                            "There is no master key in " + folder + "/nowhere",
                            Map.of(
                                    "PARLEY_SERVERS_KAFKA_BOOTSTRAP",
                                    "127.0.0.1:" + nobody.getLocalPort()),
                            "Kafka at 127.0.0.1:" + nobody.getLocalPort() + " doesn't answer",
                            Map.of("PARLEY_SERVERS_POSTGRES_PASSWORD", "wrong"),
                            "PostgreSQL doesn't let us in");
            Map<RunProcess, String> running = new LinkedHashMap<>();
            int number = 0;
            for (Map.Entry<Map<String, String>, String> each : wrong.entrySet()) {
                Map<String, String> environment = new LinkedHashMap<>(good);
                environment.putAll(each.getKey());
                running.put(
                        RunProcess.start(
                                environment,
                                List.of("run", "--stages", "turn", "--instance", "w" + number++)),
                        each.getValue());
            }
            for (Map.Entry<RunProcess, String> each : running.entrySet()) {
                try (RunProcess process = each.getKey()) {
                    assertThat(process.awaitEnd(PATIENCE)).as(process.said()).isEqualTo(1);
                    assertThat(process.said()).contains("parley: ", each.getValue());
                }
            }
        }
    }

    @Test
    @Order(5)
    void topicsWithOtherPartitionsAreRefused() {
        Map<String, String> client = servers.kafka().clientProperties();

        assertThatThrownBy(() -> new BrokerTopics(client, 7, RetentionConfig.defaults()).check())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("set partitions to 32");
    }

    private static RunProcess start(String name, ComposeFile.Service service) throws Exception {
        List<String> command = new ArrayList<>(service.command());
        return RunProcess.start(environment(name, service.environment()), command);
    }

    /**
     * The service's own environment, with the containers' hosts and folders put in their places.
     */
    private static Map<String, String> environment(String name, Map<String, String> composed)
            throws IOException {
        EmbeddedDatabase database = servers.database();
        EmbeddedRedis redis = servers.redis();
        Map<String, String> environment = new LinkedHashMap<>();
        composed.forEach(
                (variable, value) ->
                        environment.put(
                                variable,
                                value.replace("kafka:9092", servers.kafka().bootstrap())
                                        .replace(
                                                "postgres:5432",
                                                database.host() + ":" + database.port())
                                        .replace("redis:6379", redis.host() + ":" + redis.port())
                                        .replace(
                                                "${POSTGRES_PASSWORD:?set it in .env}",
                                                database.password())
                                        .replace(
                                                "${REDIS_PASSWORD:?set it in .env}",
                                                redis.password())
                                        .replace("${PARLEY_ZONE:-UTC}", "UTC")
                                        .replace(
                                                "/var/lib/parley-keys",
                                                folder.resolve("keys").toString())
                                        .replace(
                                                "/var/lib/parley",
                                                folder.resolve(name).toString())));
        environment.put("PARLEY_RUN_HEALTH_PORT", "0");
        environment.put("PARLEY_GATEWAY_HTTP_PORT", "0");
        environment.put("PARLEY_GATEWAY_VOICE_PORT", Integer.toString(voicePorts.of(name)));
        return environment;
    }

    private static String token() throws IOException {
        return Files.readString(folder.resolve("keys/local-token")).strip();
    }
}
