package dev.parley.connectors.tools.notebook;

class PostgresNotebookOfRemindersIT extends PostgresNotebookContract<Reminder> {
    @Override
    Notebook<Reminder> open() {
        return PostgresNotebook.ofReminders(pool, keys);
    }

    @Override
    Reminder entry(String id, String text) {
        return Kinds.reminder(id, text);
    }

    @Override
    Reminder changed(Reminder entry) {
        return Kinds.repeated(entry);
    }
}
