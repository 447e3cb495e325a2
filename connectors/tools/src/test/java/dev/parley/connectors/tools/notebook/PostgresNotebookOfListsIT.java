package dev.parley.connectors.tools.notebook;

class PostgresNotebookOfListsIT extends PostgresNotebookContract<ListItem> {
    @Override
    Notebook<ListItem> open() {
        return PostgresNotebook.ofLists(pool, keys);
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
