package dev.parley.connectors.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyDestroyedException;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.CallLedger.Claim;
import io.r2dbc.pool.ConnectionPool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLedgerIT extends CallLedgerContract {
    /** A busy machine is no fault of the ledger's. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir static Path folder;
    private static PostgresServer server;

    private ConnectionPool pool;

    @BeforeAll
    static void startServer() throws Exception {
        server = new PostgresServer(folder);
        LedgerSchema.migrate(server.dataSource());
        LedgerSchema.migrate(server.dataSource());
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void connect() {
        pool = server.pool();
    }

    @AfterEach
    void disconnect() {
        pool.dispose();
    }

    @Override
    PostgresLedger open() {
        return new PostgresLedger(pool, keys, PATIENCE);
    }

    @Test
    void keepsTheClaimThroughAKilledServerAndFinishesWhenItIsBack() throws Exception {
        // Given
        PostgresLedger ledger = open();
        assertThat(ledger.claim(call, "clock", anna)).isEqualTo(new Claim.Granted());

        // When
        server.kill();
        Instant before = Instant.now();
        assertThatThrownBy(() -> ledger.finished(call, anna, Map.of("time", "12:00")))
                .isInstanceOf(PassingFaultException.class);
        assertThatThrownBy(() -> ledger.claim(call, "clock", anna))
                .isInstanceOf(PassingFaultException.class);
        Duration noticed = Duration.between(before, Instant.now());
        server.startAgain();

        // Then
        assertThat(noticed).isLessThan(PATIENCE);
        assertThat(ledger.claim(call, "clock", anna)).isEqualTo(new Claim.Unknown());
        ledger.finished(call, anna, Map.of("time", "12:00"));
        assertThat(ledger.claim(call, "clock", anna))
                .isEqualTo(new Claim.Finished(Map.of("time", "12:00")));
    }

    @Test
    void forgetsWhoseACallWasAndWhatCameOfItButNotThatItWasMade() throws Exception {
        // Given
        PostgresLedger ledger = open();
        CallId bens = new CallId(call.value() + "-bens");
        Owner ben = new Owner.User(new UserId("ben"));
        ledger.claim(call, "clock", anna);
        ledger.finished(call, anna, Map.of("time", "12:00"));
        ledger.claim(bens, "clock", ben);
        ledger.finished(bens, ben, Map.of("time", "13:00"));

        // When
        ledger.forget(List.of(anna));

        // Then
        assertThat(ledger.claim(call, "clock", anna)).isEqualTo(new Claim.Finished(Map.of()));
        assertThat(ledger.claim(bens, "clock", ben))
                .isEqualTo(new Claim.Finished(Map.of("time", "13:00")));
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select count(*) from parley_tools.calls where owner = '"
                                        + anna.text()
                                        + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void storesNoResultInTheClear() throws Exception {
        // Given
        PostgresLedger ledger = open();
        ledger.claim(call, "clock", anna);

        // When
        ledger.finished(call, anna, Map.of("place", "Reykjavik"));

        // Then
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select result from parley_tools.calls where call = '"
                                        + call
                                        + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1))
                    .isNotEmpty()
                    .doesNotContain("Reykjavik")
                    .doesNotContain("place");
        }
    }

    @Test
    void opensNoResultUnderAnotherCall() throws Exception {
        // Given
        PostgresLedger ledger = open();
        ledger.claim(call, "clock", anna);
        ledger.finished(call, anna, Map.of("place", "Reykjavik"));

        // When
        CallId moved = new CallId(call + "-moved");
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update parley_tools.calls set call = '"
                            + moved
                            + "' where call = '"
                            + call
                            + "'");
        }

        // Then
        assertThatThrownBy(() -> ledger.claim(moved, "clock", anna))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(PassingFaultException.class);
    }

    @Test
    void finishesWithoutAResultWhenTheKeyWasDestroyedMeanwhile() {
        // Given
        PostgresLedger ledger =
                new PostgresLedger(pool, new Unwilling(new KeyDestroyedException()));
        ledger.claim(call, "clock", anna);

        // When
        ledger.finished(call, anna, Map.of("time", "12:00"));

        // Then
        assertThat(ledger.claim(call, "clock", anna)).isEqualTo(new Claim.Finished(Map.of()));
    }

    @Test
    void asksToTryAgainWhenTheKeysAreAway() {
        // Given
        PostgresLedger ledger =
                new PostgresLedger(pool, new Unwilling(new KeyStoreException("away")));
        ledger.claim(call, "clock", anna);

        // Then
        assertThatThrownBy(() -> ledger.finished(call, anna, Map.of("time", "12:00")))
                .isInstanceOf(PassingFaultException.class);
        assertThat(ledger.claim(call, "clock", anna)).isEqualTo(new Claim.Unknown());
    }

    /** A key store that refuses. */
    private record Unwilling(KeyStoreException answer) implements Keys {
        @Override
        public DataKey of(Owner owner) {
            throw answer;
        }

        @Override
        public Optional<DataKey> find(UUID id) {
            throw answer;
        }

        @Override
        public void destroy(Owner owner) {
            throw answer;
        }
    }
}
