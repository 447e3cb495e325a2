package dev.parley.streams.dialogue;

/** How what the user wants relates to what was talked about before. */
public enum Manner {
    /** On its own. */
    NEW,
    /** In place of what was just done or understood. */
    CORRECTION,
    /** So much more of what is there already. */
    EXTENSION,
    /** Once more, beside what was just done. */
    ANOTHER
}
