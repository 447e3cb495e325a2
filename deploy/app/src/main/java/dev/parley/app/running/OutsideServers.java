package dev.parley.app.running;

import dev.parley.app.UserError;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServersConfig;
import dev.parley.connectors.memory.Database;
import dev.parley.connectors.tools.Redis;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The servers that others run, as the configuration names them. */
public final class OutsideServers {
    private static final int PATIENCE_SECONDS = 10;
    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;

    private OutsideServers() {}

    /**
     * @throws UserError if one isn't named, or named wrongly
     */
    static Servers of(ServersConfig config) {
        return new Servers(
                kafka(config.kafka()), database(config.postgres()), () -> redis(config.redis()));
    }

    /**
     * The topics on the broker that the configuration names.
     *
     * @throws UserError as {@link #kafka} does
     */
    public static BrokerTopics topics(ParleyConfig config) {
        return new BrokerTopics(
                kafka(config.servers().kafka()), config.partitions(), config.retention());
    }

    /**
     * The properties of every Kafka client.
     *
     * @throws UserError if the broker isn't named, or its properties can't be read
     */
    public static Map<String, String> kafka(ServersConfig.Kafka config) {
        Map<String, String> client = new HashMap<>();
        Path file = config.propertiesFile();
        if (file != null) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserError(
                        "The properties of Kafka's clients can't be read from "
                                + file
                                + " (servers.kafka.properties-file).",
                        e);
            }
            read.stringPropertyNames().forEach(name -> client.put(name, read.getProperty(name)));
        }
        for (String each : config.properties()) {
            int at = each.indexOf('=');
            client.put(each.substring(0, at).strip(), each.substring(at + 1).strip());
        }
        if (config.bootstrap() != null) {
            client.put("bootstrap.servers", config.bootstrap());
        }
        if (!client.containsKey("bootstrap.servers")) {
            throw new UserError(
                    "Where is Kafka? Name it with --kafka HOST:PORT (servers.kafka.bootstrap).");
        }
        return client;
    }

    /**
     * @throws UserError if the database isn't named, or named wrongly
     */
    public static Database database(ServersConfig.Postgres config) {
        URI at =
                address(
                        config.url(),
                        "PostgreSQL",
                        "--postgres postgresql://USER@HOST:PORT/DATABASE (servers.postgres.url)");
        String user = at.getUserInfo();
        String name = at.getPath() == null ? "" : at.getPath().replaceFirst("^/", "");
        if (!"postgresql".equals(at.getScheme())
                || user == null
                || user.contains(":")
                || name.isEmpty()) {
            throw new UserError(
                    "servers.postgres.url must be postgresql://user@host:port/database; the"
                            + " password goes into servers.postgres.password or password-file.");
        }
        return new Database(
                at.getHost(),
                at.getPort() < 0 ? POSTGRES_PORT : at.getPort(),
                name,
                user,
                secret(config.password(), config.passwordFile(), "servers.postgres"));
    }

    private static Redis redis(ServersConfig.Redis config) {
        URI at = address(config.url(), "Redis", "--redis redis://HOST:PORT (servers.redis.url)");
        if (!"redis".equals(at.getScheme()) || at.getUserInfo() != null) {
            throw new UserError(
                    "servers.redis.url must be redis://host:port; the password goes into"
                            + " servers.redis.password or password-file.");
        }
        return new Redis(
                at.getHost(),
                at.getPort() < 0 ? REDIS_PORT : at.getPort(),
                secret(config.password(), config.passwordFile(), "servers.redis"));
    }

    private static URI address(@Nullable String url, String server, String flag) {
        if (url == null) {
            throw new UserError("Where is " + server + "? Name it with " + flag + ".");
        }
        try {
            URI address = new URI(url);
            if (address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new UserError("This is no address of " + server + ": name it with " + flag, e);
        }
        throw new UserError("This is no address of " + server + ": name it with " + flag);
    }

    private static String secret(@Nullable String value, @Nullable Path file, String property) {
        if (value != null) {
            return value;
        }
        if (file == null) {
            return "";
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError(
                    "The password can't be read from "
                            + file
                            + " ("
                            + property
                            + ".password-file).",
                    e);
        }
    }

    /**
     * Asks the broker and the database for a sign of life.
     *
     * @throws UserError that says which is away
     */
    static void check(Servers servers) throws InterruptedException {
        String broker = servers.kafka().get("bootstrap.servers");
        try {
            askBroker(servers.kafka(), PATIENCE_SECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new UserError(
                    "Kafka at %s doesn't answer (%s): is it up, and are address and login right (servers.kafka)?"
                            .formatted(broker, told(cause)),
                    e);
        }
        try (Connection connection = servers.database().dataSource().getConnection()) {
            if (!connection.isValid(PATIENCE_SECONDS)) {
                throw new SQLException("the connection isn't valid");
            }
        } catch (SQLException e) {
            throw new UserError(
                    "PostgreSQL doesn't let us in at %s (%s): is it up, and are address and login right (servers.postgres)?"
                            .formatted(servers.database(), e.getMessage()),
                    e);
        }
    }

    private static String told(@Nullable Throwable cause) {
        return cause == null || cause instanceof TimeoutException
                ? "no answer within " + PATIENCE_SECONDS + " s"
                : String.valueOf(cause.getMessage());
    }

    private static void askBroker(Map<String, String> client, int seconds)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, seconds * 1000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, seconds * 1000);
        Admin admin = Admin.create(settings);
        try {
            var unused = admin.describeCluster().clusterId().get(seconds, TimeUnit.SECONDS);
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
