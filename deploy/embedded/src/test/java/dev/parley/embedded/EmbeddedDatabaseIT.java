package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    /** One for all tests, as making a database takes seconds; each leaves it whole. */
    @TempDir static Path folder;

    @Test
    void keepsItsRowsOverARestart() throws SQLException {
        // Given
        int port;
        try (var database = EmbeddedDatabase.start(folder)) {
            port = database.port();
            execute(database, "CREATE TABLE kept (word text)");
            execute(database, "INSERT INTO kept VALUES ('façade')");
        }

        // When
        try (var database = EmbeddedDatabase.start(folder)) {

            // Then
            assertThat(ask(database, "SELECT upper(word) FROM kept")).isEqualTo("FAÇADE");
            assertThat(database.port()).isEqualTo(port);
        }
    }

    @Test
    void refusesAWrongPasswordAndStrangersFromOutside() throws SQLException {
        try (var database = EmbeddedDatabase.start(folder)) {
            // Then
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                            database.jdbcUrl(), database.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                            database.jdbcUrl(), "postgres", "postgres"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(ask(database, "SHOW password_encryption")).isEqualTo("scram-sha-256");
            assertThat(ask(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            assertThat(Reach.onLoopback(database.port())).isTrue();
            assertThat(Reach.beyondLoopback(database.port())).isFalse();
        }
    }

    @Test
    void writesNoValuesToItsLog() throws Exception {
        try (var database = EmbeddedDatabase.start(folder)) {
            // Given
            execute(database, "CREATE TABLE words (word text PRIMARY KEY)");
            execute(database, "INSERT INTO words VALUES ('confidential')");

            // When
            assertThatThrownBy(() -> execute(database, "INSERT INTO words VALUES ('confidential')"))
                    .isInstanceOf(SQLException.class);
        }

        // Then
        assertThat(Files.readString(folder.resolve("logs/postgres.log")))
                .contains("duplicate key")
                .doesNotContain("confidential");
    }

    @Test
    void refusesTheDataOfAnotherMajorVersionAtOnce() throws IOException {
        // Given
        EmbeddedDatabase.start(folder).close();
        var version = Files.readString(folder.resolve("postgres/PG_VERSION"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "14\n");

        // When
        long begun = System.nanoTime();
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("was made by PostgreSQL 14, and this is PostgreSQL 17");

        // Then
        assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
        Files.writeString(folder.resolve("postgres/PG_VERSION"), version);
    }

    @Test
    void saysSoWhenThePasswordIsGone() throws IOException {
        // Given
        EmbeddedDatabase.start(folder).close();
        var password = folder.resolve("secrets/postgres");
        var elsewhere = Files.move(password, folder.resolve("backup"));

        // Then
        assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("restore that file from a backup");
        Files.move(elsewhere, password);
    }

    @Test
    void ignoresAStalePidFileThatNamesSomebodyElse() throws Exception {
        // Given
        EmbeddedDatabase.start(folder).close();
        var bystander = new ProcessBuilder("sleep", "60").start();
        Files.writeString(
                folder.resolve("postgres/postmaster.pid"), bystander.pid() + "\nelsewhere\n");

        // When
        try (var database = EmbeddedDatabase.start(folder)) {

            // Then
            assertThat(ask(database, "SELECT 1")).isEqualTo("1");
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "user.name",
            matches = "root",
            disabledReason = "only root can hand the database to an account without rights")
    void runsUnderAnAccountWithoutRightsWhereRootHasNoNamespaces(@TempDir Path folder)
            throws Exception {
        // Given
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        var data = DataDirectory.prepared(folder.resolve("data"), 0);

        // When
        try (var database =
                EmbeddedDatabase.start(
                        data, EmbeddedDatabase.Settings.DEFAULT, PostgresAccount.withoutRights())) {
            execute(database, "CREATE TABLE kept (word text)");
        }
        try (var database = EmbeddedDatabase.start(data, EmbeddedDatabase.Settings.DEFAULT)) {

            // Then
            assertThat(ask(database, "SELECT count(*) FROM kept")).isEqualTo("0");
            assertThat(Files.getAttribute(Path.of("/proc/" + database.pid()), "unix:uid"))
                    .isEqualTo(Files.getAttribute(data.root().resolve("postgres"), "unix:uid"))
                    .isNotEqualTo(0);
        }
    }

    static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
