package dev.parley.connectors.memory;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where PostgreSQL is, and who we are to it.
 *
 * @param name of the database
 */
public record Database(String host, int port, String name, String user, String password) {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** What was acknowledged survives a crash, whatever the server's own default is. */
    private static final Map<String, String> DURABLE = Map.of("synchronous_commit", "on");

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration LIFE = Duration.ofMinutes(30);

    public Database {
        if (host.isBlank() || name.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("database: host, name and user must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("database.port: 1 to 65535, not " + port);
        }
    }

    /**
     * A pool for the stores. Connects when first asked, gives up on a server that is away after
     * about five seconds, and connects anew when it is back. Its owner disposes of it.
     *
     * @param most how many connections at a time
     */
    public ConnectionPool pool(int most) {
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder()
                        .connectionFactory(
                                new PostgresqlConnectionFactory(
                                        PostgresqlConnectionConfiguration.builder()
                                                .host(host)
                                                .port(port)
                                                .database(name)
                                                .username(user)
                                                .password(password)
                                                .connectTimeout(CONNECT)
                                                .tcpKeepAlive(true)
                                                .options(DURABLE)
                                                .build()))
                        .initialSize(0)
                        .maxSize(most)
                        .maxAcquireTime(CONNECT)
                        .maxIdleTime(IDLE)
                        .maxLifeTime(LIFE)
                        .build());
    }

    /** A source of single connections, for migrations. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(name);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    @Override
    public String toString() {
        return "Database[" + user + "@" + host + ":" + port + "/" + name + "]";
    }
}
