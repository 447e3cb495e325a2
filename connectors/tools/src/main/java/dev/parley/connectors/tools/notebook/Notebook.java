package dev.parley.connectors.tools.notebook;

import dev.parley.schemas.event.CallId;
import dev.parley.schemas.event.UserId;
import dev.parley.streams.tool.ToolFailureException;
import java.util.List;
import java.util.Map;

/**
 * Entries of one kind, apart for each user. Safe for use by many threads.
 *
 * <p>Every method throws {@link dev.parley.streams.stage.PassingFaultException} if the store can't
 * be reached.
 */
public interface Notebook<E extends Entry> {
    /** A user's entries in the order in which they were added. */
    List<E> of(UserId user);

    /**
     * Makes an edit for a call, unless it was made for that call before; of a user's edits one is
     * made at a time.
     *
     * @return the edit's answer, the first time and whenever the same call comes again
     * @throws ToolFailureException that of the edit, which changes nothing then
     */
    Map<String, String> once(CallId call, UserId user, Edit<E> edit) throws ToolFailureException;

    /** Deletes all of a user's entries and what is known of their calls. */
    void forget(UserId user);

    /** A change; the same for the same entries. */
    interface Edit<E extends Entry> {
        /**
         * @param entries in the order in which they were added
         */
        Edited<E> of(List<E> entries) throws ToolFailureException;
    }

    /**
     * What comes of an edit.
     *
     * @param entries the old ones that stay, in their order, then the new ones
     */
    record Edited<E extends Entry>(List<E> entries, Map<String, String> answer) {}
}
