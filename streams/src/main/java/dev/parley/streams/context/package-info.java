/**
 * {@code turns} → {@code contexts}: adds what memory knows that bears on a turn.
 *
 * <p>A transform: one context per turn, in their order. Memory is asked on the lane's thread. A
 * turn that comes again is asked for again; its context has the same id.
 */
@NullMarked
package dev.parley.streams.context;

import org.jspecify.annotations.NullMarked;
