package dev.parley.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.CommandLineRun;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.users.UserApi;
import dev.parley.connectors.tools.audit.CheckpointSigner;
import dev.parley.embedded.RunningServers;
import dev.parley.schemas.topic.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was done is told, proven across a restart and a removed user, and can't be changed unseen.
 */
class AuditIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TOKEN = Pattern.compile("Token +(\\S+)");

    @TempDir private Path folder;

    @Test
    void provesWhatWasDone() throws Exception {
        Path data = folder.resolve("data");
        try (LocalInstallation parley = start(data)) {
            // Given
            ask(parley, parley.token());
            ask(parley, forgottenUser(parley, data));
            awaitCalls(data, 1);

            // Then: an outsider sees it, and it is whole though one user's keys are destroyed
            assertThat(query(data, "--action", "tool.decided", "--user", "local"))
                    .contains("authorization", "authorized", "clock");
            sign(parley);
            verified(data);
        }
        try (LocalInstallation parley = start(data)) {
            // When: another process goes on
            ask(parley, parley.token());
            awaitCalls(data, 2);

            // Then: it is the same chain
            verified(data);
            try (Connection database = database(data);
                    Statement statement = database.createStatement()) {
                refusesChanges(statement);
                String altered = alter(statement);
                CommandLineRun found = verify(data);
                assertThat(found.exitCode()).isEqualTo(1);
                assertThat(found.out()).contains("✗ table: " + altered + " is altered");
                statement.execute(
                        "update parley_audit.entries set outcome = 'pending' where outcome = 'x'");
            }
            String repeated = repeat(data);
            CommandLineRun found = verify(data);
            assertThat(found.exitCode()).isEqualTo(1);
            assertThat(found.out()).contains("✗ topic: " + repeated);
            assertThat(found.err()).contains("The audit is broken; the first link that is: ");
        }
    }

    private static LocalInstallation start(Path data) throws InterruptedException {
        return LocalInstallation.start(ParleyConfig.defaults().in(data).onAnyPort(), line -> {});
    }

    private static void ask(LocalInstallation parley, String token) throws Exception {
        ObjectNode turn = JsonNodeFactory.instance.objectNode();
        turn.put("text", "what time is it in tokyo").put("zone", "UTC");
        JsonNode answer = new UserApi(parley.http(), token, null).ask("POST", "/api/turns", turn);
        assertThat(answer.path("status").asText()).isEqualTo("completed");
    }

    /** The token of somebody whose turn was answered, and who is removed then. */
    private static String forgottenUser(LocalInstallation parley, Path data) throws Exception {
        CommandLineRun added = CommandLineRun.of("user", "add", "anna", "--data", data.toString());
        Matcher token = TOKEN.matcher(added.out());
        assertThat(token.find()).as(added.out() + added.err()).isTrue();
        ask(parley, token.group(1));
        assertThat(
                        CommandLineRun.of(
                                        "user",
                                        "remove",
                                        "anna",
                                        "--yes",
                                        "--data",
                                        data.toString())
                                .exitCode())
                .isZero();
        return parley.token();
    }

    private static void awaitCalls(Path data, int least) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (query(data, "--action", "tool.finished", "--outcome", "succeeded", "--json")
                        .lines()
                        .count()
                < least) {
            assertThat(Instant.now()).as("the calls are accounted for").isBefore(until);
            Thread.sleep(100);
        }
    }

    private static String query(Path data, String... filters) {
        String[] command = new String[filters.length + 4];
        command[0] = "audit";
        command[1] = "query";
        command[2] = "--data";
        command[3] = data.toString();
        System.arraycopy(filters, 0, command, 4, filters.length);
        CommandLineRun run = CommandLineRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static void sign(LocalInstallation parley) {
        ((CheckpointSigner) parley.wiring().auditStore()).signAll();
    }

    private static CommandLineRun verify(Path data) {
        return CommandLineRun.of("audit", "verify", "--data", data.toString());
    }

    private static void verified(Path data) {
        CommandLineRun whole = verify(data);
        assertThat(whole.exitCode()).as(whole.out() + whole.err()).isZero();
        assertThat(whole.out())
                .contains("✓ All is as it was written.")
                .doesNotContain(" 0 checkpoints", "0 records in the topic");
    }

    private static Connection database(Path data) throws SQLException {
        RunningServers.Login at = RunningServers.on(data).orElseThrow().database();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + at.host() + ":" + at.port() + "/" + at.database(),
                at.user(),
                at.password());
    }

    private static void refusesChanges(Statement statement) throws SQLException {
        for (String change :
                List.of(
                        "update parley_audit.entries set outcome = 'x'",
                        "delete from parley_audit.entries",
                        "truncate parley_audit.entries",
                        "update parley_audit.checkpoints set sequence = 0",
                        "delete from parley_audit.checkpoints",
                        "truncate parley_audit.checkpoints")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(change)
                    .isThrownBy(() -> statement.execute(change))
                    .withMessageContaining("permission denied");
        }
        statement.execute("grant update, delete, truncate on parley_audit.entries to current_user");
        for (String change :
                List.of(
                        "update parley_audit.entries set outcome = 'x'",
                        "delete from parley_audit.entries",
                        "truncate parley_audit.entries")) {
            assertThatExceptionOfType(SQLException.class)
                    .as(change)
                    .isThrownBy(() -> statement.execute(change))
                    .withMessageContaining("append only");
        }
    }

    /** As somebody who has the server. */
    private static String alter(Statement statement) throws SQLException {
        statement.execute("alter table parley_audit.entries disable trigger all");
        try (ResultSet altered =
                statement.executeQuery(
                        "update parley_audit.entries set outcome = 'x' where (partition, sequence)"
                                + " = (select partition, sequence from parley_audit.entries"
                                + " where outcome = 'pending' order by at limit 1)"
                                + " returning partition, sequence")) {
            assertThat(altered.next()).isTrue();
            return "partition " + altered.getInt(1) + ", record " + altered.getInt(2);
        }
    }

    /** Writes a partition's first record to its end once more. */
    private static String repeat(Path data) throws Exception {
        Map<String, Object> client =
                new HashMap<>(RunningServers.on(data).orElseThrow().kafkaClient());
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", false);
        client.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(
                                client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                client, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(
                    consumer.partitionsFor(Topics.AUDIT.fullName()).stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList());
            Instant until = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(until)) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    producer.send(
                                    new ProducerRecord<>(
                                            each.topic(),
                                            each.partition(),
                                            each.key(),
                                            each.value(),
                                            each.headers()))
                            .get();
                    return "partition " + each.partition() + ", record ";
                }
            }
        }
        throw new AssertionError("there is no record in the audit");
    }
}
