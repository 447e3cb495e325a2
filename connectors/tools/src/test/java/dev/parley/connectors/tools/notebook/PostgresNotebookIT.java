package dev.parley.connectors.tools.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.tools.PostgresServer;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.stage.PassingFaultException;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresNotebookIT {
    @TempDir static Path folder;
    private static final Keys keys = new EphemeralKeys();
    private static PostgresServer server;
    private static ConnectionPool pool;

    @BeforeAll
    static void startServer() throws Exception {
        server = new PostgresServer(folder);
        NotebookSchema.migrate(server.dataSource());
        NotebookSchema.migrate(server.dataSource());
        pool = server.pool();
    }

    @AfterAll
    static void stopServer() throws Exception {
        pool.dispose();
        server.close();
    }

    private static Notebook<ListItem> lists() {
        return PostgresNotebook.ofLists(pool, keys);
    }

    private static void add(UserId user, String call, String text) throws Exception {
        lists().once(
                        new CallId(call),
                        user,
                        items ->
                                new Notebook.Edited<>(
                                        List.of(new ListItem(call, "todo", text, false)),
                                        Map.of("added", text)));
    }

    @Test
    void storesNoTextAndNoAnswerInTheClear() throws Exception {
        // When
        UserId anna = new UserId("anna-clear");
        add(anna, "clear-1", "call Doctor Reykjavik");

        // Then
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select text from parley_notebook.list_items where user_id ="
                                        + " 'anna-clear' union all select answer from"
                                        + " parley_notebook.edits where user_id = 'anna-clear'")) {
            for (int i = 0; i < 2; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1))
                        .isNotEmpty()
                        .doesNotContain("Reykjavik");
            }
        }
    }

    @Test
    void readsNothingMoreOfAUserWhoseKeyIsDestroyed() throws Exception {
        // Given
        UserId anna = new UserId("anna-gone");
        UserId ben = new UserId("ben-stays");
        add(anna, "gone-1", "milk");
        add(ben, "stays-1", "socks");

        // When
        keys.destroy(new Owner.User(anna));

        // Then
        assertThat(lists().of(anna)).isEmpty();
        assertThat(lists().of(ben)).extracting(Entry::text).containsExactly("socks");
    }

    @Test
    void opensNoTextInAnotherUsersRow() throws Exception {
        // Given
        UserId anna = new UserId("anna-moved");
        UserId ben = new UserId("ben-moved");
        add(anna, "moved-1", "milk");

        // When
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update parley_notebook.list_items set user_id = 'ben-moved'"
                            + " where user_id = 'anna-moved'");
        }

        // Then
        assertThatThrownBy(() -> lists().of(ben)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesNoRowOfAForgottenUser() throws Exception {
        // Given
        UserId anna = new UserId("anna-forgotten");
        add(anna, "forgotten-1", "milk");

        // When
        lists().forget(anna);

        // Then
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select (select count(*) from parley_notebook.list_items where"
                                        + " user_id = 'anna-forgotten') + (select count(*) from"
                                        + " parley_notebook.edits where user_id ="
                                        + " 'anna-forgotten')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void keepsWhatWasAddedThroughAKilledServerAndSaysThatItIsAway() throws Exception {
        // Given
        UserId anna = new UserId("anna-killed");
        add(anna, "killed-1", "milk");

        // When
        server.kill();
        Instant before = Instant.now();
        assertThatThrownBy(() -> lists().of(anna)).isInstanceOf(PassingFaultException.class);
        assertThatThrownBy(() -> add(anna, "killed-2", "eggs"))
                .isInstanceOf(PassingFaultException.class);
        Duration noticed = Duration.between(before, Instant.now());
        server.startAgain();

        // Then
        assertThat(noticed).isLessThan(Duration.ofSeconds(30));
        assertThat(lists().of(anna)).extracting(Entry::text).containsExactly("milk");
        add(anna, "killed-1", "other");
        assertThat(lists().of(anna)).extracting(Entry::text).containsExactly("milk");
    }
}
