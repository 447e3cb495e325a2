/**
 * Who comes in: tokens, the users that they belong to, and what each role may do.
 *
 * <p>Tokens are kept as SHA-256 digests only and never reach a log, a message or an exception. What
 * asks a store blocks and says so; what is called on event loops doesn't.
 */
@NullMarked
package dev.parley.connectors.gateway.identity;

import org.jspecify.annotations.NullMarked;
