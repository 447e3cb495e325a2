package dev.parley.connectors.tools.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.connectors.tools.PostgresServer;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.authorization.Grants.Grant;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool.Access;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresGrantsIT extends GrantsContract {
    @TempDir private static Path folder;
    private static PostgresServer server;
    private static ConnectionPool pool;

    @BeforeAll
    static void startServer() throws Exception {
        server = new PostgresServer(folder);
        PermissionSchema.migrate(server.dataSource());
        PermissionSchema.migrate(server.dataSource());
        pool = server.pool();
    }

    @AfterAll
    static void stopServer() throws Exception {
        pool.dispose();
        server.close();
    }

    @Override
    Grants open() {
        return new PostgresGrants(pool);
    }

    @Test
    void forgetsARemovedUsersGrantsAndNobodyElses() {
        // Given
        PostgresGrants grants = new PostgresGrants(pool);
        UserId kept = new UserId(anna + "-kept");
        for (UserId user : new UserId[] {anna, kept}) {
            grants.put(new Grant(user, "apps", Access.READ, true, false, kept, null));
        }

        // When
        grants.forget(anna);

        // Then
        assertThat(grants.of(anna)).isEmpty();
        assertThat(grants.of(kept)).hasSize(1);
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        // Given
        PostgresqlConnectionFactory nobody =
                new PostgresqlConnectionFactory(
                        PostgresqlConnectionConfiguration.builder()
                                .host("127.0.0.1")
                                .port(1)
                                .username("nobody")
                                .password("")
                                .build());

        // Then
        assertThatThrownBy(() -> new PostgresGrants(nobody).of(anna))
                .isInstanceOf(PassingFaultException.class);
    }
}
