package dev.parley.connectors.tools.permission;

import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.authorization.Grants;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.Tool.Access;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The grants in PostgreSQL: a row an entry; nothing in it is personal. */
public final class PostgresGrants implements Grants {
    /** With a statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Rows rows;

    /**
     * @param connections a pool; {@link PermissionSchema} is up to date there
     */
    public PostgresGrants(ConnectionFactory connections) {
        this.rows = new Rows(connections, PATIENCE, new GrantFaults());
    }

    private static final class GrantFaults implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new IllegalStateException("the grants refuse a statement", cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new PassingFaultException("the grants can't be asked: " + kind, cause);
        }
    }

    @Override
    public List<Grant> of(UserId user) {
        return rows.ask(
                "select * from parley_permissions.grants where user_id = $1"
                        + " order by tool, access, own",
                PostgresGrants::grant,
                user.value());
    }

    @Override
    public void put(Grant grant) {
        rows.ask(
                "insert into parley_permissions.grants"
                        + " (user_id, tool, access, own, granted, made_by, until)"
                        + " values ($1, $2, $3, $4, $5, $6, $7)"
                        + " on conflict (user_id, tool, access, own) do update"
                        + " set granted = excluded.granted, made_by = excluded.made_by,"
                        + " made_at = now(), until = excluded.until"
                        + " returning user_id",
                PostgresGrants::user,
                grant.user().value(),
                grant.tool(),
                grant.access().name(),
                grant.own(),
                grant.granted(),
                grant.by().value(),
                at(grant.until()));
    }

    @Override
    public boolean remove(UserId user, String tool, Access access, boolean own) {
        return !rows.ask(
                        "delete from parley_permissions.grants where user_id = $1 and tool = $2"
                                + " and access = $3 and own = $4 returning user_id",
                        PostgresGrants::user,
                        user.value(),
                        tool,
                        access.name(),
                        own)
                .isEmpty();
    }

    /** Forgets what was granted to a user, or by them to themselves. */
    public void forget(UserId user) {
        rows.ask(
                "delete from parley_permissions.grants where user_id = $1 returning user_id",
                PostgresGrants::user,
                user.value());
    }

    private static String user(Row row) {
        return Objects.requireNonNull(row.get("user_id", String.class));
    }

    private static Grant grant(Row row) {
        OffsetDateTime until = row.get("until", OffsetDateTime.class);
        return new Grant(
                new UserId(user(row)),
                Objects.requireNonNull(row.get("tool", String.class)),
                Access.valueOf(Objects.requireNonNull(row.get("access", String.class))),
                Boolean.TRUE.equals(row.get("granted", Boolean.class)),
                Boolean.TRUE.equals(row.get("own", Boolean.class)),
                new UserId(Objects.requireNonNull(row.get("made_by", String.class))),
                until == null ? null : until.toInstant());
    }

    private static Object at(@Nullable Instant time) {
        return time == null
                ? Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE)
                : time.atOffset(ZoneOffset.UTC);
    }
}
