package dev.parley.connectors.tools.notebook;

class PostgresNotebookOfNotesIT extends PostgresNotebookContract<Note> {
    @Override
    Notebook<Note> open() {
        return PostgresNotebook.ofNotes(pool, keys);
    }

    @Override
    Note entry(String id, String text) {
        return Kinds.note(id, text);
    }

    @Override
    Note changed(Note entry) {
        return Kinds.written(entry);
    }
}
