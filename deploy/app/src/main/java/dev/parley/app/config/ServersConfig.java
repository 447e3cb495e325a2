package dev.parley.app.config;

import dev.parley.streams.stage.KafkaSettings;
import dev.parley.streams.stage.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers that others run, and what all processes of an installation share; for {@code parley run}.
 */
public record ServersConfig(
        Kafka kafka,
        Postgres postgres,
        Redis redis,
        @Setting(
                        "the file of the master key, the same for every process; keys/master.key in"
                                + " the data directory if not set")
                @Nullable Path masterKey,
        @Setting(
                        "the file of the token that gateways let in, the same for every gateway;"
                                + " secrets/local-token in the data directory if not set")
                @Nullable Path tokenFile,
        @Setting("whether the first process makes the topics that are missing")
                boolean createTopics,
        @Setting("whether the first process makes the master key and the token if there are none")
                boolean createKeys) {

    public static ServersConfig defaults() {
        return new ServersConfig(
                new Kafka(
                        null,
                        List.of(),
                        null,
                        KafkaSettings.SESSION_TIMEOUT,
                        KafkaSettings.HEARTBEAT),
                new Postgres(null, null, null),
                new Redis(null, null, null),
                null,
                null,
                true,
                false);
    }

    /**
     * The broker.
     *
     * @param properties of every client, {@code name=value}; they win over the file's
     */
    public record Kafka(
            @Setting("where the broker is: host:port, several with commas")
                    @Nullable String bootstrap,
            @Setting(
                            value =
                                    "properties of every Kafka client, name=value with commas"
                                            + " between them",
                            secret = true)
                    List<String> properties,
            @Setting("a file of properties of every Kafka client, for its login")
                    @Nullable Path propertiesFile,
            @Setting(
                            "after which a silent process loses its partitions; the broker's"
                                    + " group.min.session.timeout.ms must allow it")
                    Duration sessionTimeout,
            @Setting("how often a process says that it lives") Duration heartbeat) {
        public Kafka {
            properties = List.copyOf(properties);
            if (!properties.stream().allMatch(each -> each.indexOf('=') > 0)) {
                throw new IllegalArgumentException("properties must each be name=value");
            }
            if (sessionTimeout.toMillis() < 1000) {
                throw new IllegalArgumentException("session-timeout must be at least 1 s");
            }
            if (!heartbeat.isPositive()
                    || heartbeat.multipliedBy(3).compareTo(sessionTimeout) > 0) {
                throw new IllegalArgumentException(
                        "heartbeat must be at most a third of session-timeout");
            }
        }

        @Override
        public String toString() {
            return "Kafka[" + bootstrap + "]";
        }
    }

    /** The database. */
    public record Postgres(
            @Setting("where PostgreSQL is: postgresql://user@host:port/database")
                    @Nullable String url,
            @Setting(value = "the user's password there", secret = true) @Nullable String password,
            @Setting("a file that holds that password") @Nullable Path passwordFile) {
        public Postgres {
            onlyOne(password, passwordFile);
        }

        @Override
        public String toString() {
            return "Postgres[" + url + "]";
        }
    }

    /** The counters. */
    public record Redis(
            @Setting("where Redis is: redis://host:port") @Nullable String url,
            @Setting(value = "the password there", secret = true) @Nullable String password,
            @Setting("a file that holds that password") @Nullable Path passwordFile) {
        public Redis {
            onlyOne(password, passwordFile);
        }

        @Override
        public String toString() {
            return "Redis[" + url + "]";
        }
    }

    private static void onlyOne(@Nullable String password, @Nullable Path file) {
        if (password != null && file != null) {
            throw new IllegalArgumentException("password and password-file can't both be set");
        }
    }
}
