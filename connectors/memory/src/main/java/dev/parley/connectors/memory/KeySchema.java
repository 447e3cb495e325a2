package dev.parley.connectors.memory;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the key store, and their history. */
public final class KeySchema {
    private KeySchema() {}

    /**
     * Brings the tables up to date; several processes may do so at once.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is away, or newer than this
     *     program
     */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas("parley_keys")
                .table("migrations")
                .locations("classpath:dev/parley/connectors/memory/keys")
                .load()
                .migrate();
    }
}
