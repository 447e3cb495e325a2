package dev.parley.connectors.tools.notebook;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the notebooks, and their history. */
public final class NotebookSchema {
    private NotebookSchema() {}

    /**
     * Brings the tables up to date; several processes may do so at once.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is away, or newer than this
     *     program
     */
    public static void migrate(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .schemas("parley_notebook")
                .table("migrations")
                .locations("classpath:dev/parley/connectors/tools/notebook")
                .load()
                .migrate();
    }
}
