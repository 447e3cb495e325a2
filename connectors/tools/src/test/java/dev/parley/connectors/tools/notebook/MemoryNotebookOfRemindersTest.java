package dev.parley.connectors.tools.notebook;

class MemoryNotebookOfRemindersTest extends NotebookContract<Reminder> {
    private final Notebook<Reminder> notebook = new MemoryNotebook<>();

    @Override
    Notebook<Reminder> open() {
        return notebook;
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
