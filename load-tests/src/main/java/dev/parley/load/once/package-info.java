/**
 * Whether tools act once.
 *
 * <p>Two processes run the stage {@code tool}, with a real broker and the real ledger. A tool that
 * must not be repeated adds one to a count that a service keeps apart, by call; another may be
 * repeated. Executors are killed with {@code kill -9} while one of their calls is at the service,
 * before or after it counted, or stopped for longer than the group waits. Judged is that no call
 * counted twice, that each has a result, that what is told as done was counted, and that whatever
 * isn't known is told as unknown.
 */
@NullMarked
package dev.parley.load.once;

import org.jspecify.annotations.NullMarked;
