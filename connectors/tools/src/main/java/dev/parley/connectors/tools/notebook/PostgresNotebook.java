package dev.parley.connectors.tools.notebook;

import dev.parley.connectors.postgres.Rows;
import dev.parley.connectors.tools.SealedSlots;
import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import dev.parley.streams.stage.PassingFaultException;
import dev.parley.streams.tool.ToolFailureException;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A notebook in PostgreSQL: a row an entry, its text encrypted with the user's key. Entries whose
 * key is destroyed are passed over. A user's edits wait for each other on an advisory lock of the
 * database, across processes; what came of a call is written in the edit's own transaction, and
 * kept for longer than the log could deliver the call again.
 */
public final class PostgresNotebook<E extends Entry> implements Notebook<E> {
    /** With a statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String TEXT = "text";

    private final Rows rows;
    private final Keys keys;
    private final Form form;
    private final Class<E> kind;

    private PostgresNotebook(ConnectionFactory connections, Keys keys, Form form, Class<E> kind) {
        this.rows = new Rows(connections, PATIENCE, new NotebookFaults());
        this.keys = keys;
        this.form = form;
        this.kind = kind;
    }

    /**
     * @param connections a pool; {@link NotebookSchema} is up to date there
     */
    public static PostgresNotebook<ListItem> ofLists(ConnectionFactory connections, Keys keys) {
        return new PostgresNotebook<>(connections, keys, Form.LIST_ITEM, ListItem.class);
    }

    /**
     * @param connections a pool; {@link NotebookSchema} is up to date there
     */
    public static PostgresNotebook<Note> ofNotes(ConnectionFactory connections, Keys keys) {
        return new PostgresNotebook<>(connections, keys, Form.NOTE, Note.class);
    }

    /**
     * @param connections a pool; {@link NotebookSchema} is up to date there
     */
    public static PostgresNotebook<Reminder> ofReminders(ConnectionFactory connections, Keys keys) {
        return new PostgresNotebook<>(connections, keys, Form.REMINDER, Reminder.class);
    }

    /**
     * @param connections a pool; {@link NotebookSchema} is up to date there
     */
    public static PostgresNotebook<Trait> ofTraits(ConnectionFactory connections, Keys keys) {
        return new PostgresNotebook<>(connections, keys, Form.TRAIT, Trait.class);
    }

    private static final class NotebookFaults implements Rows.Faults {
        @Override
        public RuntimeException refused(R2dbcException cause) {
            return new IllegalStateException("the notebook refuses a statement", cause);
        }

        @Override
        public RuntimeException away(String kind, Throwable cause) {
            return new PassingFaultException("the notebook can't be asked: " + kind, cause);
        }
    }

    /** A row as it lies there. */
    private record Stored<T>(T of, UUID key, byte[] sealed) {}

    @Override
    public List<E> of(UserId user) {
        return opened(
                user,
                rows.ask(
                        "select * from " + form.table() + " where user_id = $1 order by position",
                        this::stored,
                        user.value()));
    }

    @Override
    public Map<String, String> once(CallId call, UserId user, Edit<E> edit)
            throws ToolFailureException {
        DataKey key = key(user);
        return rows.together(
                statements -> {
                    statements.ask(
                            "select pg_advisory_xact_lock(hashtextextended($1, 0))::text",
                            row -> user,
                            "parley_notebook:" + user.value());
                    Optional<Map<String, String>> before = answer(statements, call, user);
                    if (before.isPresent()) {
                        return before.get();
                    }
                    List<E> entries =
                            opened(
                                    user,
                                    statements.ask(
                                            "select * from "
                                                    + form.table()
                                                    + " where user_id = $1 order by position",
                                            this::stored,
                                            user.value()));
                    Edited<E> edited = edit.of(entries);
                    write(statements, user, key, entries, edited.entries());
                    note(statements, call, user, key, edited.answer());
                    return edited.answer();
                });
    }

    @Override
    public void forget(UserId user) {
        rows.together(
                statements -> {
                    statements.ask(
                            "select pg_advisory_xact_lock(hashtextextended($1, 0))::text",
                            row -> user,
                            "parley_notebook:" + user.value());
                    for (String table : List.of(form.table(), "parley_notebook.edits")) {
                        statements.ask(
                                "delete from " + table + " where user_id = $1",
                                row -> user,
                                user.value());
                    }
                    return true;
                });
    }

    private Optional<Map<String, String>> answer(
            Rows.Statements statements, CallId call, UserId user) {
        return statements
                .ask(
                        "select answer_key, answer from parley_notebook.edits"
                                + " where user_id = $1 and call = $2",
                        row ->
                                new Stored<>(
                                        call,
                                        Objects.requireNonNull(row.get("answer_key", UUID.class)),
                                        Objects.requireNonNull(row.get("answer", byte[].class))),
                        user.value(),
                        call.value())
                .stream()
                .findFirst()
                .map(
                        stored ->
                                find(stored.key())
                                        .map(key -> open(stored.sealed(), key, user, call.value()))
                                        .orElseGet(Map::of));
    }

    private void write(
            Rows.Statements statements, UserId user, DataKey key, List<E> old, List<E> wanted) {
        Map<String, E> before = new HashMap<>();
        old.forEach(entry -> before.put(entry.id(), entry));
        Set<String> staying = new HashSet<>();
        for (E entry : wanted) {
            E known = before.get(entry.id());
            staying.add(entry.id());
            if (known == null) {
                statements.ask(form.insert(), row -> user, values(user, key, entry));
            } else if (!known.equals(entry)) {
                statements.ask(form.update(), row -> user, values(user, key, entry));
            }
        }
        String[] going =
                before.keySet().stream().filter(id -> !staying.contains(id)).toArray(String[]::new);
        if (going.length > 0) {
            statements.ask(
                    "delete from " + form.table() + " where user_id = $1 and id = any($2)",
                    row -> user,
                    user.value(),
                    going);
        }
    }

    private void note(
            Rows.Statements statements,
            CallId call,
            UserId user,
            DataKey key,
            Map<String, String> answer) {
        statements.ask(
                "delete from parley_notebook.edits"
                        + " where user_id = $1 and made_at < now() - interval '60 days'",
                row -> user,
                user.value());
        statements.ask(
                "insert into parley_notebook.edits (user_id, call, answer_key, answer)"
                        + " values ($1, $2, $3, $4)",
                row -> user,
                user.value(),
                call.value(),
                key.id(),
                SealedSlots.seal(answer, key, place(user, call.value())));
    }

    private Object[] values(UserId user, DataKey key, E entry) {
        List<Object> values = new ArrayList<>();
        values.add(user.value());
        values.add(entry.id());
        values.add(key.id());
        values.add(SealedSlots.seal(Map.of(TEXT, entry.text()), key, place(user, entry.id())));
        values.addAll(form.values(entry));
        return values.toArray();
    }

    /** The entry without its text, which takes a key to be read. */
    private Stored<E> stored(Row row) {
        String id = Objects.requireNonNull(row.get("id", String.class));
        return new Stored<>(
                kind.cast(form.entry(row, id, "")),
                Objects.requireNonNull(row.get("text_key", UUID.class)),
                Objects.requireNonNull(row.get("text", byte[].class)));
    }

    private List<E> opened(UserId user, List<Stored<E>> stored) {
        List<E> entries = new ArrayList<>();
        Map<UUID, Optional<DataKey>> found = new HashMap<>();
        for (Stored<E> each : stored) {
            DataKey key = found.computeIfAbsent(each.key(), this::find).orElse(null);
            if (key != null) {
                String text =
                        Objects.requireNonNull(
                                open(each.sealed(), key, user, each.of().id()).get(TEXT));
                entries.add(kind.cast(each.of().withText(text)));
            }
        }
        return List.copyOf(entries);
    }

    private static Map<String, String> open(byte[] sealed, DataKey key, UserId user, String place) {
        return SealedSlots.open(sealed, key, place(user, place));
    }

    private static String place(UserId user, String id) {
        return user.value() + "/" + id;
    }

    private DataKey key(UserId user) {
        try {
            return keys.of(new Owner.User(user));
        } catch (KeyStoreException away) {
            throw new PassingFaultException("the key of a notebook can't be had", away);
        }
    }

    private Optional<DataKey> find(UUID id) {
        try {
            return keys.find(id);
        } catch (KeyStoreException away) {
            throw new PassingFaultException("the key of a notebook can't be had", away);
        }
    }
}
