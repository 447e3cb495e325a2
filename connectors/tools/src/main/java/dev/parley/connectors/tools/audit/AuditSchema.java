package dev.parley.connectors.tools.audit;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the audit, and their history. */
public final class AuditSchema {
    private AuditSchema() {}

    /**
     * Brings the tables up to date; several processes may do so at once.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is away, or newer than this
     *     program
     */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas("parley_audit")
                .table("migrations")
                .locations("classpath:dev/parley/connectors/tools/audit")
                .load()
                .migrate();
    }
}
