package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.tools.PostgresServer;
import dev.parley.schemas.keys.EphemeralKeys;
import dev.parley.schemas.keys.Keys;
import io.r2dbc.pool.ConnectionPool;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on a real server. */
abstract class PostgresNotebookContract<E extends Entry> extends NotebookContract<E> {
    @TempDir static Path folder;
    static final Keys keys = new EphemeralKeys();
    static ConnectionPool pool;
    private static PostgresServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = new PostgresServer(folder);
        NotebookSchema.migrate(server.dataSource());
        pool = server.pool();
    }

    @AfterAll
    static void stopServer() throws Exception {
        pool.dispose();
        server.close();
    }
}
