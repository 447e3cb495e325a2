package dev.parley.connectors.tools;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** A real PostgreSQL for a test class, which can be killed and started again. */
public final class PostgresServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres postgres;

    public PostgresServer(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.postgres = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    public DataSource dataSource() {
        return postgres.getPostgresDatabase();
    }

    public ConnectionPool pool() {
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder()
                        .connectionFactory(
                                new PostgresqlConnectionFactory(
                                        PostgresqlConnectionConfiguration.builder()
                                                .host("localhost")
                                                .port(port)
                                                .database("postgres")
                                                .username("postgres")
                                                .password("postgres")
                                                .connectTimeout(Duration.ofSeconds(10))
                                                .build()))
                        .initialSize(0)
                        .maxSize(8)
                        .maxAcquireTime(Duration.ofSeconds(10))
                        .build());
    }

    /** Ends all its processes at once, as a power failure would. */
    public void kill() throws Exception {
        long pid =
                Long.parseLong(
                        Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        for (ProcessHandle child : children) {
            child.destroyForcibly();
        }
        postmaster.onExit().join();
        for (ProcessHandle child : children) {
            child.onExit().join();
        }
        postgres.close(); // lets go of the folder's lock; there is nothing left to stop
    }

    public void startAgain() throws IOException {
        postgres = start();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
