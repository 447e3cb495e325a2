/**
 * Replays recorded conversations, writes them to files and reads them back, for the owner of this
 * machine. Personal values are shown, and so never logged.
 */
@NullMarked
package dev.parley.app.replay;

import org.jspecify.annotations.NullMarked;
