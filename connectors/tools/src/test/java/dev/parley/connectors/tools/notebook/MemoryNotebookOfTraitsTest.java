package dev.parley.connectors.tools.notebook;

class MemoryNotebookOfTraitsTest extends NotebookContract<Trait> {
    private final Notebook<Trait> notebook = new MemoryNotebook<>();

    @Override
    Notebook<Trait> open() {
        return notebook;
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
