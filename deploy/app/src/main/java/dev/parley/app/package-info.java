/**
 * The runnable: its command line, its wiring, its start and its end.
 *
 * <p>A command is a picocli class listed in {@link dev.parley.app.Main#commands}. It says what a
 * user has to know by throwing {@link dev.parley.app.UserError}; anything else that escapes is a
 * bug and is reported as one.
 */
@NullMarked
package dev.parley.app;

import org.jspecify.annotations.NullMarked;
