package dev.parley.connectors.tools.notebook;

class PostgresNotebookOfTraitsIT extends PostgresNotebookContract<Trait> {
    @Override
    Notebook<Trait> open() {
        return PostgresNotebook.ofTraits(pool, keys);
    }

    @Override
    Trait entry(String id, String text) {
        return Kinds.trait(id, text);
    }

    @Override
    Trait changed(Trait entry) {
        return Kinds.renamed(entry);
    }
}
