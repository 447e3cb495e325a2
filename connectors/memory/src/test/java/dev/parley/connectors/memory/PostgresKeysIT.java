package dev.parley.connectors.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import io.r2dbc.pool.ConnectionPool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresKeysIT extends KeysContract {
    @TempDir static Path folder;
    private static Server server;

    private final AtomicLong nanos = new AtomicLong();
    private Database database;
    private ConnectionPool pool;
    private MasterKey master;

    @BeforeAll
    static void startServer() throws Exception {
        server = Server.start(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        database = server.database();
        KeySchema.migrate(database.dataSource());
        pool = database.pool(8);
        master = MasterKey.openOrCreate(folder.resolve(UUID.randomUUID() + ".key"));
    }

    @AfterEach
    void disconnect() {
        pool.dispose();
    }

    @Override
    PostgresKeys open() {
        return new PostgresKeys(pool, master, KeyCaching.amongOthers(), nanos::get);
    }

    @Test
    void migratesTwiceWithoutHarm() {
        // Given
        DataKey key = open().of(anna);

        // When
        KeySchema.migrate(database.dataSource());

        // Then
        assertThat(open().of(anna)).isEqualTo(key);
    }

    @Test
    void migratesOnceThoughSeveralProcessesStartAtOnce() throws Exception {
        // Given
        Database fresh = server.database();
        List<Future<?>> starts = new ArrayList<>();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                starts.add(threads.submit(() -> KeySchema.migrate(fresh.dataSource())));
            }
        }

        // Then
        for (Future<?> start : starts) {
            start.get();
        }
        ConnectionPool connections = fresh.pool(1);
        assertThat(new PostgresKeys(connections, master, KeyCaching.alone()).of(anna)).isNotNull();
        connections.dispose();
    }

    @Test
    void leavesNothingOfADestroyedKeyInItsRow() throws Exception {
        // Given
        PostgresKeys keys = open();
        keys.of(anna);

        // When
        keys.destroy(anna);

        // Then
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select wrapped, destroyed_at from parley_keys.data_keys")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes("wrapped")).isNull();
            assertThat(rows.getTimestamp("destroyed_at")).isNotNull();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void storesNoKeyInTheClear() throws Exception {
        // Given
        DataKey key = open().of(anna);

        // When
        byte[] wrapped;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select wrapped from parley_keys.data_keys")) {
            assertThat(rows.next()).isTrue();
            wrapped = rows.getBytes("wrapped");
        }

        // Then
        assertThat(wrapped).hasSize(61);
        assertThat(HexFormat.of().formatHex(wrapped))
                .doesNotContain(HexFormat.of().formatHex(key.secret().getEncoded()));
    }

    @Test
    void noticesWithinSecondsThatAnotherProcessDestroyedAKey() {
        // Given
        Keys here = open();
        DataKey key = here.of(anna);

        // When
        open().destroy(anna);

        // Then
        assertThat(here.of(anna)).isEqualTo(key);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThatThrownBy(() -> here.of(anna)).isInstanceOf(KeyDestroyedException.class);
        assertThat(here.find(key.id())).isEmpty();
    }

    @Test
    void goesOnWithTheKeysItHoldsWhileTheServerIsAway(@TempDir Path own) throws Exception {
        // Given
        Server passing = Server.start(own);
        Database there = passing.database();
        KeySchema.migrate(there.dataSource());
        ConnectionPool connections = there.pool(2);
        PostgresKeys keys = new PostgresKeys(connections, master, KeyCaching.alone());
        DataKey key = keys.of(anna);

        // When
        passing.close();

        // Then
        assertThat(keys.of(anna)).isEqualTo(key);
        assertThatThrownBy(() -> keys.of(visit)).isInstanceOf(KeyStoreException.class);
        connections.dispose();
    }

    /** The embedded server's own default is off: a crash would forget what it acknowledged. */
    @Test
    void commitsSynchronouslyWhateverTheServersDefault() {
        assertThat(
                        new Rows(pool, Duration.ofSeconds(10), new PostgresKeys.Away())
                                .ask(
                                        "show synchronous_commit",
                                        row -> String.valueOf(row.get(0, String.class))))
                .containsExactly("on");
    }

    @Test
    void refusesQuicklyWhenNobodyListens() {
        // Given
        Database nowhere = new Database("localhost", 1, "parley", "parley", "");
        ConnectionPool dead = nowhere.pool(2);
        PostgresKeys keys = new PostgresKeys(dead, master, KeyCaching.alone());

        // When
        Instant before = Instant.now();
        assertThatThrownBy(() -> keys.of(anna))
                // Then
                .isInstanceOf(KeyStoreException.class)
                .isNotInstanceOf(KeyDestroyedException.class);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(40));
        dead.dispose();
    }

    @Test
    void knowsAMasterKeyThatIsNotItsOwn() {
        // Given
        open().of(anna);
        open().checkMasterKey();

        // When
        MasterKey other = MasterKey.openOrCreate(folder.resolve(UUID.randomUUID() + ".key"));
        PostgresKeys keys = new PostgresKeys(pool, other, KeyCaching.alone());

        // Then
        assertThatThrownBy(keys::checkMasterKey)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another master key");
    }

    /** A wrapped key that is copied to another owner's row opens nothing. */
    @Test
    void bindsAWrappedKeyToItsOwner() throws Exception {
        // Given
        open().of(anna);

        // When
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update parley_keys.data_keys set owner = 'user:mallory'");
        }

        // Then
        assertThatThrownBy(() -> open().checkMasterKey()).isInstanceOf(IllegalStateException.class);
    }
}
