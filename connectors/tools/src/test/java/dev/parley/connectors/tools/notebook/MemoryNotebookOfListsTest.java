package dev.parley.connectors.tools.notebook;

class MemoryNotebookOfListsTest extends NotebookContract<ListItem> {
    private final Notebook<ListItem> notebook = new MemoryNotebook<>();

    @Override
    Notebook<ListItem> open() {
        return notebook;
    }

    @Override
    ListItem entry(String id, String text) {
        return Kinds.item(id, text);
    }

    @Override
    ListItem changed(ListItem entry) {
        return entry.checked(true);
    }
}
