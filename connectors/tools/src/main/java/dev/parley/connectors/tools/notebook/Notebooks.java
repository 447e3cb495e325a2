package dev.parley.connectors.tools.notebook;

import dev.parley.schemas.event.UserId;
import dev.parley.schemas.keys.Keys;
import io.r2dbc.spi.ConnectionFactory;

/** The notebooks of an installation, one of each kind. */
public record Notebooks(
        Notebook<ListItem> lists,
        Notebook<Note> notes,
        Notebook<Reminder> reminders,
        Notebook<Trait> traits) {
    /** Those that last as long as the process. */
    public static Notebooks inMemory() {
        return new Notebooks(
                new MemoryNotebook<>(),
                new MemoryNotebook<>(),
                new MemoryNotebook<>(),
                new MemoryNotebook<>());
    }

    /**
     * @param connections a pool; {@link NotebookSchema} is up to date there
     */
    public static Notebooks inPostgres(ConnectionFactory connections, Keys keys) {
        return new Notebooks(
                PostgresNotebook.ofLists(connections, keys),
                PostgresNotebook.ofNotes(connections, keys),
                PostgresNotebook.ofReminders(connections, keys),
                PostgresNotebook.ofTraits(connections, keys));
    }

    /** Deletes all that a user had kept. */
    public void forget(UserId user) {
        lists.forget(user);
        notes.forget(user);
        reminders.forget(user);
        traits.forget(user);
    }
}
