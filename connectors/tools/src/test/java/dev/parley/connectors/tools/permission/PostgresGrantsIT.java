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
    static void stopServer() {
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
        ConnectionPool closed = server.pool();
        closed.dispose();

        // Then
        assertThatThrownBy(() -> new PostgresGrants(closed).of(anna))
                .isInstanceOf(PassingFaultException.class);
    }
}
