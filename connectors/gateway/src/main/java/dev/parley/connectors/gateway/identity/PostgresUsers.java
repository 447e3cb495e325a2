package dev.parley.connectors.gateway.identity;

import dev.parley.connectors.postgres.Rows;
import dev.parley.schemas.event.SessionId;
import dev.parley.schemas.event.UserId;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Row;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The users in PostgreSQL. */
public final class PostgresUsers implements Users {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TOKEN = "id, name, browser, created_at, expires_at, revoked_at";
    private static final String GOOD =
            "revoked_at is null and (expires_at is null or expires_at > now())";

    private final Rows rows;

    /**
     * @param connections a pool; {@link UserSchema} is up to date there
     */
    public PostgresUsers(ConnectionFactory connections) {
        this.rows = new Rows(connections, PATIENCE, new UserFaults());
    }

    private static final class UserFaults implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new IllegalStateException("the users' tables refuse a statement", cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new UsersAwayException("the users' tables can't be asked: " + kind, cause);
        }
    }

    /** A name for a user that holds nothing personal. */
    public static UserId newId() {
        return new UserId("u-" + random());
    }

    private static String random() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public List<User> all() {
        return rows.ask(
                "select id, name, role, created_at from parley_users.users"
                        + " where removed_at is null order by created_at, id",
                row ->
                        new User(
                                new UserId(text(row, "id")),
                                row.get("name", String.class),
                                role(row),
                                instant(row, "created_at")));
    }

    @Override
    public boolean add(UserId id, String name, Role role) {
        return !rows.ask(
                        "insert into parley_users.users (id, name, role) values ($1, $2, $3)"
                                + " on conflict do nothing returning id",
                        row -> text(row, "id"),
                        id.value(),
                        name,
                        role.text())
                .isEmpty();
    }

    @Override
    public boolean enrol(UserId id, Role role) {
        return !rows.ask(
                        "insert into parley_users.users (id, role) values ($1, $2)"
                                + " on conflict (id) do update set role = $2"
                                + " where users.removed_at is null returning id",
                        row -> text(row, "id"),
                        id.value(),
                        role.text())
                .isEmpty();
    }

    @Override
    public Optional<Token> keep(
            SecretToken token,
            UserId user,
            String name,
            boolean browser,
            @Nullable Instant expires) {
        rows.ask(
                "insert into parley_users.tokens (id, digest, user_id, name, browser, expires_at)"
                        + " select $1, $2, id, $4, $5, $6 from (select id from parley_users.users"
                        + " where id = $3 and removed_at is null for share) as owner"
                        + " on conflict (digest) do nothing returning id",
                row -> text(row, "id"),
                "t-" + random(),
                token.digest(),
                user.value(),
                name,
                browser,
                expires == null
                        ? Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE)
                        : expires.atOffset(ZoneOffset.UTC));
        return find(token);
    }

    @Override
    public Optional<Token> find(SecretToken token) {
        return rows
                .ask(
                        "select " + TOKEN + " from parley_users.tokens where digest = $1",
                        PostgresUsers::token,
                        token.digest())
                .stream()
                .findFirst();
    }

    @Override
    public List<Token> tokens(UserId user) {
        return rows.ask(
                "select "
                        + TOKEN
                        + " from parley_users.tokens where user_id = $1 order by created_at, id",
                PostgresUsers::token,
                user.value());
    }

    @Override
    public boolean revoke(UserId user, String token) {
        return !rows.ask(
                        "update parley_users.tokens set revoked_at = coalesce(revoked_at, now())"
                                + " where user_id = $1 and id = $2 returning id",
                        row -> text(row, "id"),
                        user.value(),
                        token)
                .isEmpty();
    }

    @Override
    public Optional<Caller> caller(byte[] digest) {
        return rows
                .ask(
                        "select tokens.id, user_id, role, browser, expires_at from"
                            + " parley_users.tokens join parley_users.users on users.id = user_id"
                            + " where digest = $1 and removed_at is null and "
                                + GOOD,
                        row ->
                                new Caller(
                                        new UserId(text(row, "user_id")),
                                        role(row),
                                        text(row, "id"),
                                        instantOrNull(row, "expires_at"),
                                        flag(row, "browser")),
                        digest)
                .stream()
                .findFirst();
    }

    @Override
    public Set<String> unrevoked(Collection<String> tokens) {
        return Set.copyOf(
                rows.ask(
                        "select id from parley_users.tokens"
                                + " where id = any($1) and revoked_at is null",
                        row -> text(row, "id"),
                        (Object) tokens.toArray(String[]::new)));
    }

    @Override
    public Set<UserId> present(Collection<UserId> users) {
        return rows
                .ask(
                        "select id from parley_users.users"
                                + " where id = any($1) and removed_at is null",
                        row -> new UserId(text(row, "id")),
                        (Object) users.stream().map(UserId::value).toArray(String[]::new))
                .stream()
                .collect(Collectors.toSet());
    }

    @Override
    public boolean begin(SessionId session, UserId user) {
        return !rows.ask(
                        "insert into parley_users.sessions (session, user_id)"
                                + " select $1, id from (select id from parley_users.users"
                                + " where id = $2 and removed_at is null for share) as owner"
                                + " on conflict (session) do update set begun_at ="
                                + " sessions.begun_at where sessions.user_id = excluded.user_id"
                                + " returning session",
                        row -> text(row, "session"),
                        session.value(),
                        user.value())
                .isEmpty();
    }

    @Override
    public List<SessionId> sessions(UserId user) {
        return rows.ask(
                "select session from parley_users.sessions where user_id = $1",
                row -> new SessionId(text(row, "session")),
                user.value());
    }

    /**
     * The administrators' rows are locked before they are counted, so that of two who remove each
     * other at once one stays.
     */
    @Override
    public Removal remove(UserId user) {
        List<String> removed =
                rows.ask(
                        "with admins as materialized (select id from parley_users.users where role"
                                + " = 'admin' order by id for update), gone as (update"
                                + " parley_users.users set removed_at = now(), name = null, role ="
                                + " null where id = $1 and removed_at is null and ((select count(*)"
                                + " from admins) > 1 or role <> 'admin') returning id), cleared as"
                                + " (delete from parley_users.tokens where user_id in (select id"
                                + " from gone)) select id from gone",
                        row -> text(row, "id"),
                        user.value());
        if (!removed.isEmpty()) {
            return Removal.REMOVED;
        }
        if (!present(List.of(user)).isEmpty()) {
            return Removal.LAST_ADMIN;
        }
        return sessions(user).isEmpty() ? Removal.UNKNOWN : Removal.REMOVED;
    }

    @Override
    public void forgetSessions(UserId user) {
        rows.ask(
                "delete from parley_users.sessions where user_id = $1 returning session",
                row -> text(row, "session"),
                user.value());
    }

    private static Token token(Row row) {
        return new Token(
                text(row, "id"),
                text(row, "name"),
                flag(row, "browser"),
                instant(row, "created_at"),
                instantOrNull(row, "expires_at"),
                instantOrNull(row, "revoked_at"));
    }

    private static Role role(Row row) {
        return Role.of(text(row, "role")).orElseThrow();
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static boolean flag(Row row, String column) {
        return Objects.requireNonNull(row.get(column, Boolean.class));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(instantOrNull(row, column));
    }

    private static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
