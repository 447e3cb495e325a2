/**
 * The stores of what outlives a conversation; so far the keys of users and sessions.
 *
 * <p>{@link dev.parley.connectors.memory.PostgresKeys} keeps them in a PostgreSQL schema of their
 * own ({@code parley_keys}, to be left out of ordinary backups), wrapped by a master key that lies
 * in a file outside the database. {@link dev.parley.connectors.memory.KeySchema} brings the schema
 * up to date and must run before.
 *
 * <p>Stores block and are safe for many threads; they must not be called on an event loop.
 */
@NullMarked
package dev.parley.connectors.memory;

import org.jspecify.annotations.NullMarked;
