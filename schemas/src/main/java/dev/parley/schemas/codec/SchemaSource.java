package dev.parley.schemas.codec;

import java.util.Optional;

/** Knows the schemas that other builds write with. Safe for use by many threads. */
public interface SchemaSource {
    /** For a process that is alone with its build. */
    SchemaSource NONE = id -> Optional.empty();

    /**
     * Called for each record of an id that this build doesn't have, so an answer is kept. The first
     * question for an id may wait, for about a second at most; later ones don't.
     *
     * @return empty if nobody published it, or that can't be found out in time
     */
    Optional<PublishedSchema> find(int id);
}
