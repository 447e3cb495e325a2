package dev.parley.connectors.gateway.identity;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of users, tokens and whose sessions are, and their history. */
public final class UserSchema {
    private UserSchema() {}

    /**
     * Brings the tables up to date; several processes may do so at once.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is away, or newer than this
     *     program
     */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas("parley_users")
                .table("migrations")
                .locations("classpath:dev/parley/connectors/gateway/identity")
                .load()
                .migrate();
    }
}
