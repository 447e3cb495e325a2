package dev.parley.connectors.tools.permission;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The table of grants, and its history. */
public final class PermissionSchema {
    private PermissionSchema() {}

    /**
     * Brings the table up to date; several processes may do so at once.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is away, or newer than this
     *     program
     */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas("parley_permissions")
                .table("migrations")
                .locations("classpath:dev/parley/connectors/tools/permission")
                .load()
                .migrate();
    }
}
