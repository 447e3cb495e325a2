/**
 * The engines that hear and speak, behind the ports of {@link dev.parley.streams.hearing} and
 * {@link dev.parley.streams.synthesis}. Every engine that does native or long work owns the
 * platform threads it does it on; callers wait, usually on virtual threads. What was said or is to
 * be said is never logged and never part of an exception's message.
 */
@NullMarked
package dev.parley.connectors.speech;

import org.jspecify.annotations.NullMarked;
