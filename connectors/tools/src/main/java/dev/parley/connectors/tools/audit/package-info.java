/**
 * The audit in PostgreSQL: entries as they were written, what was signed of them, and the key that
 * signs.
 *
 * <p>Both tables only grow: the account that writes has no right to change or delete, its own
 * tables or not, and triggers refuse it to everybody. Who has the server itself can still do it:
 * then the chain and its signatures tell.
 */
@NullMarked
package dev.parley.connectors.tools.audit;

import org.jspecify.annotations.NullMarked;
