/**
 * Reads what the topics hold, for the owner of this machine: of a Parley that runs, or of the data
 * that the last one left. Personal values are shown, and so never logged.
 */
@NullMarked
package dev.parley.app.topics;

import org.jspecify.annotations.NullMarked;
