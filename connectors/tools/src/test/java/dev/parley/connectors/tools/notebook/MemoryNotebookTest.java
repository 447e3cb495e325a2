package dev.parley.connectors.tools.notebook;

import org.junit.jupiter.api.Nested;

class MemoryNotebookTest {
    @Nested
    class OfLists extends NotebookContract<ListItem> {
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

    @Nested
    class OfNotes extends NotebookContract<Note> {
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

    @Nested
    class OfReminders extends NotebookContract<Reminder> {
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

    @Nested
    class OfTraits extends NotebookContract<Trait> {
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
}
