/**
 * Whatever must be accounted for → {@code audit}: who did what, when, why, and what came of it.
 *
 * <p>Exactly once, and the only reader of committed records alone: an entry stands for something
 * that is certain to have happened. Entries hold nothing personal, and are numbered per session.
 */
@NullMarked
package dev.parley.streams.audit;

import org.jspecify.annotations.NullMarked;
