package dev.parley.connectors.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.schemas.event.UserId;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresUsersIT extends UsersContract {
    @TempDir static Path folder;
    private static EmbeddedPostgres server;
    private DataSource database;

    @BeforeAll
    static void start() throws Exception {
        server =
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                        .setDataDirectory(folder.resolve("data"))
                        .setServerConfig("fsync", "off")
                        .start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    Users open() throws Exception {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        database = server.getDatabase("postgres", name);
        UserSchema.migrate(database);
        UserSchema.migrate(database);
        return users(server.getPort(), name);
    }

    private static Users users(int port, String name) {
        return new PostgresUsers(
                new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                                .host("localhost")
                                .port(port)
                                .database(name)
                                .username("postgres")
                                .password("postgres")
                                .build()));
    }

    @Test
    void noTokenStandsInTheTables() throws Exception {
        // Given
        Users users = open();
        SecretToken token = SecretToken.mint();
        users.add(ANNA, "Anna", Role.ADMIN);

        // When
        users.keep(token, ANNA, "laptop", false, null);

        // Then
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select t::text, digest from parley_users.tokens t")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).doesNotContain(token.text());
            assertThat(row.getBytes(2))
                    .isEqualTo(token.digest())
                    .isNotEqualTo(token.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void ofAdministratorsWhoRemoveEachOtherAtOnceOneStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            // Given
            Users users = open();
            List<Callable<Users.Removal>> removals = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UserId admin = new UserId("u-" + i);
                users.add(admin, "admin " + i, Role.ADMIN);
                removals.add(() -> users.remove(admin));
            }

            // When
            List<Users.Removal> outcomes = new ArrayList<>();
            try (var side = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Users.Removal> each : side.invokeAll(removals)) {
                    outcomes.add(each.get());
                }
            }

            // Then
            assertThat(outcomes).containsOnlyOnce(Users.Removal.LAST_ADMIN);
            assertThat(users.all()).hasSize(1);
        }
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() {
        Users away = users(1, "nowhere");

        assertThatThrownBy(() -> away.caller(SecretToken.mint().digest()))
                .isInstanceOf(UsersAwayException.class);
    }
}
