/**
 * How much of what a client may do in a while, and what becomes of connections that nobody answers
 * for yet. Counted by each gateway for itself, and forgotten when it stops. {@code docs/limits.md}
 * has the figures.
 *
 * <p>Threads: everything here is safe for use by many.
 */
@NullMarked
package dev.parley.connectors.gateway.limits;

import org.jspecify.annotations.NullMarked;
