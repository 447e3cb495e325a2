package dev.parley.connectors.tools.notebook;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How entries of a kind lie in their table, beside whose they are, their id and their text. */
enum Form {
    LIST_ITEM("list_items", "list", "done") {
        @Override
        List<Object> values(Entry entry) {
            ListItem item = (ListItem) entry;
            return List.of(item.list(), item.done());
        }

        @Override
        Entry entry(Row row, String id, String text) {
            return new ListItem(
                    id, need(row, "list", String.class), text, need(row, "done", Boolean.class));
        }
    },
    NOTE("notes", "written_at") {
        @Override
        List<Object> values(Entry entry) {
            return List.of(((Note) entry).writtenAt().atOffset(ZoneOffset.UTC));
        }

        @Override
        Entry entry(Row row, String id, String text) {
            return new Note(id, text, need(row, "written_at", OffsetDateTime.class).toInstant());
        }
    },
    REMINDER("reminders", "due", "local_time", "zone", "repeats") {
        @Override
        List<Object> values(Entry entry) {
            Reminder reminder = (Reminder) entry;
            String local = reminder.local();
            return List.of(
                    reminder.due().atOffset(ZoneOffset.UTC),
                    local == null ? Parameters.in(R2dbcType.VARCHAR) : local,
                    reminder.zone(),
                    reminder.repeats().toArray(String[]::new));
        }

        @Override
        Entry entry(Row row, String id, String text) {
            return new Reminder(
                    id,
                    text,
                    need(row, "due", OffsetDateTime.class).toInstant(),
                    row.get("local_time", String.class),
                    need(row, "zone", String.class),
                    List.of(need(row, "repeats", String[].class)));
        }
    },
    TRAIT("traits", "name") {
        @Override
        List<Object> values(Entry entry) {
            return List.of(((Trait) entry).name());
        }

        @Override
        Entry entry(Row row, String id, String text) {
            return new Trait(id, need(row, "name", String.class), text);
        }
    };

    private final String table;
    private final List<String> columns;

    Form(String table, String... columns) {
        this.table = "parley_notebook." + table;
        this.columns = List.of(columns);
    }

    abstract List<Object> values(Entry entry);

    abstract Entry entry(Row row, String id, String text);

    String table() {
        return table;
    }

    /** Takes the user, the id, the key, the text, then the {@link #values}. */
    String insert() {
        return "insert into %s (user_id, id, text_key, text, %s) values ($1, $2, $3, $4, %s)"
                .formatted(table, String.join(", ", columns), numbered(i -> "$" + (i + 5)));
    }

    /** Takes as {@link #insert}. */
    String update() {
        return "update %s set text_key = $3, text = $4, %s where user_id = $1 and id = $2"
                .formatted(table, numbered(i -> columns.get(i) + " = $" + (i + 5)));
    }

    private String numbered(java.util.function.IntFunction<String> each) {
        return IntStream.range(0, columns.size()).mapToObj(each).collect(Collectors.joining(", "));
    }

    private static <T> T need(Row row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
