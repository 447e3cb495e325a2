package dev.parley.connectors.tools.notebook;

import java.time.Instant;

/** A note, and when it was written. */
public record Note(String id, String text, Instant writtenAt) implements Entry {
    @Override
    public Note withText(String other) {
        return new Note(id, other, writtenAt);
    }
}
