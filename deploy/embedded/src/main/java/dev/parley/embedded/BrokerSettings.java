package dev.parley.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a single broker for voice: a crashed client is noticed within about two seconds,
 * nothing waits for a group to fill up, and the memory is that of a desktop program.
 */
final class BrokerSettings {
    private static final int NODE = 1;
    static final String USER = "parley";

    private BrokerSettings() {}

    /**
     * @param password null for a broker that lets everybody in
     * @param accounts of users that may do only what they are allowed to
     */
    static Map<String, String> of(
            Path data,
            int port,
            int controllerPort,
            @Nullable String password,
            Map<String, String> accounts,
            Duration abortsEvery) {
        var settings = new LinkedHashMap<String, String>();
        settings.putAll(place(data, port, controllerPort));
        settings.putAll(password == null ? open() : guarded(password, accounts));
        settings.putAll(alone());
        settings.putAll(quickToNotice());
        settings.put(
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                Long.toString(abortsEvery.toMillis()));
        settings.putAll(small());
        return settings;
    }

    private static Map<String, String> place(Path data, int port, int controllerPort) {
        var host = Ports.loopback().getHostAddress();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE),
                "log.dirs",
                data.toString(),
                "listeners",
                "CLIENT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(host, port, controllerPort),
                "controller.quorum.voters",
                "%d@%s:%d".formatted(NODE, host, controllerPort),
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "CLIENT",
                "auto.create.topics.enable",
                "false");
    }

    private static Map<String, String> open() {
        return Map.of("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    }

    private static Map<String, String> guarded(String password, Map<String, String> accounts) {
        var users = new StringBuilder();
        accounts.forEach((name, secret) -> users.append(account(name, secret)));
        var login = login(USER, password) + account(USER, password) + users + ";";
        var settings = new LinkedHashMap<>(guarding(login));
        if (!accounts.isEmpty()) {
            settings.put(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            settings.put("super.users", "User:" + USER);
        }
        return settings;
    }

    private static String account(String name, String secret) {
        return " user_%s=\"%s\"".formatted(name, secret);
    }

    private static Map<String, String> guarding(String login) {
        return Map.of(
                "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "sasl.mechanism.controller.protocol", "PLAIN",
                "listener.name.client.plain.sasl.jaas.config", login,
                "listener.name.controller.plain.sasl.jaas.config", login);
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\""
                .formatted(user, password);
    }

    /** What a client needs to connect. */
    static Map<String, String> client(String bootstrap, String user, @Nullable String password) {
        return password == null
                ? Map.of("bootstrap.servers", bootstrap, "security.protocol", "PLAINTEXT")
                : Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        login(user, password) + ";");
    }

    private static Map<String, String> alone() {
        return Map.of(
                "default.replication.factor", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    private static Map<String, String> quickToNotice() {
        var settings = new LinkedHashMap<String, String>();
        for (var kind : new String[] {"consumer", "streams", "share"}) {
            settings.put("group.%s.min.session.timeout.ms".formatted(kind), "500");
            settings.put("group.%s.session.timeout.ms".formatted(kind), "1500");
            settings.put("group.%s.min.heartbeat.interval.ms".formatted(kind), "100");
            settings.put("group.%s.heartbeat.interval.ms".formatted(kind), "300");
            settings.put("group.%s.assignment.interval.ms".formatted(kind), "0");
        }
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "500");
        // A start after a crash waits until the dead broker's session is over.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        return settings;
    }

    private static Map<String, String> small() {
        return Map.of(
                "log.cleaner.threads", "1",
                "log.cleaner.dedupe.buffer.size", "2097152",
                "log.cleaner.io.buffer.size", "65536",
                "log.segment.bytes", "134217728",
                "log.index.size.max.bytes", "1048576",
                "log.retention.check.interval.ms", "60000",
                "offsets.topic.segment.bytes", "16777216",
                "transaction.state.log.segment.bytes", "16777216",
                "num.io.threads", "4",
                "background.threads", "4");
    }
}
