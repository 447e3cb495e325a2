/**
 * {@code speech}, {@code turns}, {@code intents} and all else that the agent must hear → {@code
 * conversation}: gives what happens in a conversation its one order.
 *
 * <p>Inputs that a consumer merges arrive in another order after every restart. So this topology
 * copies each record, bytes and headers as they are, into {@code conversation}, whose offsets are
 * the order, live and in replay. It is at least once: a copy may come twice under the same id, and
 * whoever reads {@code conversation} drops the second one. Its store is empty. A record that is
 * keyed by no session, or lies on another partition than its session, is a dead letter.
 */
@NullMarked
package dev.parley.streams.sequence;

import org.jspecify.annotations.NullMarked;
