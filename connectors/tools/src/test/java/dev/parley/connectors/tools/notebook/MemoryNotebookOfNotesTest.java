package dev.parley.connectors.tools.notebook;

class MemoryNotebookOfNotesTest extends NotebookContract<Note> {
    private final Notebook<Note> notebook = new MemoryNotebook<>();

    @Override
    Notebook<Note> open() {
        return notebook;
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
