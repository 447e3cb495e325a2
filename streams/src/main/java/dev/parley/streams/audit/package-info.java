/**
 * Whatever must be accounted for → {@code audit}: who did what, when, why, and what came of it.
 *
 * <p>Exactly once, and of committed records alone: an entry stands for something that is certain to
 * have happened. Entries are numbered per session, or per user where a topic is keyed by user. They
 * hold nothing personal in the clear: arguments, results and questions are digests under a key that
 * is derived of their owner's ({@link dev.parley.schemas.keys.PersonalDigests}).
 *
 * <p>The topic is a hash chain per partition ({@link dev.parley.schemas.codec.HashChain}), whose
 * head is kept in the task's store. {@link dev.parley.streams.audit.ChainCheck} reads a chain and
 * says where it is broken first. A record that can't be read is a dead letter; if it might have had
 * to be accounted for, so is the letter.
 */
@NullMarked
package dev.parley.streams.audit;

import org.jspecify.annotations.NullMarked;
