/**
 * {@code audit} → a store that can be asked: what was done, with each entry's place in its
 * partition's hash chain and the record's bytes as they were written.
 *
 * <p>A transform, which reads committed records alone. An entry that comes again is no fault; one
 * that isn't chained, or in whose place another one stands, is a dead letter, and no user is told.
 * A store that is away is waited for, up to an hour an entry: its lane holds what waits in the log.
 * The order among sessions is that of their arrival, so a store may lack an entry for a moment that
 * stands before one which it has.
 */
@NullMarked
package dev.parley.streams.auditing;

import org.jspecify.annotations.NullMarked;
