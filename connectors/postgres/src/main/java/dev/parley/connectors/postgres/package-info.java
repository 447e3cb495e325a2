/**
 * How the stores of the other connectors ask PostgreSQL; the one connector that others may know.
 *
 * <p>Blocking, and meant for virtual threads: a statement that waits holds no thread of the
 * machine's.
 */
@NullMarked
package dev.parley.connectors.postgres;

import org.jspecify.annotations.NullMarked;
