package dev.parley.connectors.tools.notebook;

/** Something that is kept. */
public sealed interface Entry permits ListItem, Note, Reminder, Trait {
    /** Made from the call that added it; no two of a user's entries have the same. */
    String id();

    /** What the user said or wrote, on one line. */
    String text();

    /** The same with another text. */
    Entry withText(String other);
}
