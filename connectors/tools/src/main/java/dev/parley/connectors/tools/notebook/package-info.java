/**
 * What users have the agent keep for them: their lists, notes and reminders, and what they are
 * called, and the tools by which they do.
 *
 * <p>A {@link dev.parley.connectors.tools.notebook.Notebook} holds the entries of one kind, apart
 * for each user. It changes by edits: pure functions from the entries as they are to the entries as
 * they shall be, of which one at a time is made for a user, and each once for a call, however often
 * the call is delivered. Two adapters stand behind it: PostgreSQL, where texts are encrypted with
 * their user's key, and the memory of the process.
 *
 * <p>All block and are meant for virtual threads. A store that is away is a {@link
 * dev.parley.streams.stage.PassingFaultException}, which the tools put into a sentence.
 */
@NullMarked
package dev.parley.connectors.tools.notebook;

import org.jspecify.annotations.NullMarked;
