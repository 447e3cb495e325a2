/**
 * {@code tool.requests} → {@code tool.calls}, {@code confirmations} or {@code tool.results}: lets a
 * call pass, has it confirmed, or refuses it with a reason.
 *
 * <p>A transform. A request passes in this order: is the tool registered, do the arguments fit, may
 * this user let the agent do that with it (read, write, execute), was it confirmed where that is
 * needed, is it within its rate; only what passed the others is counted. What passes is written
 * with the rule that decided; what doesn't is a failed result with that rule and a sentence that
 * can be spoken. What must be confirmed is asked for by the dialogue again, citing the event that
 * confirmed it: a turn of the user's, or what their client said. A function that the session's
 * client declared, and which it runs itself, is only counted. Ports are asked on the lane's thread;
 * a fault of theirs is tried again. A request that comes again is decided again and counted once,
 * by its call.
 */
@NullMarked
package dev.parley.streams.authorization;

import org.jspecify.annotations.NullMarked;
