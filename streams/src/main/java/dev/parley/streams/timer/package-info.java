/**
 * {@code timer.requests}, {@code presence} → {@code timer.fired}: waits for moments. Keyed by user.
 *
 * <p>The only stage that looks at a clock. Deadlines fire in the session that asked; a timer that
 * rings fires there too while the user is still in it, else in the session where the user arrived
 * last, and waits while there is none. Who is where is believed while a gateway says it again and
 * again, and nothing of it that was said before this process began to hear: a gateway that was
 * killed, or a whole Parley, leaves nobody behind to ring at. Exactly once; but as the clock isn't
 * in the log, a firing that an aborted transaction wrote may come again with another time: readers
 * know it again by the timer it names.
 */
@NullMarked
package dev.parley.streams.timer;

import org.jspecify.annotations.NullMarked;
