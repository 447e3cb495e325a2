/**
 * {@code timer.requests}, {@code presence} → {@code timer.fired}, {@code timer.requests}: waits for
 * moments. Keyed by user.
 *
 * <p>The only stage that looks at a clock. Deadlines fire in the session that asked; a timer that
 * rings fires there too while the user is still in it, else in the session where the user arrived
 * last, and waits while there is none. Who is where is believed while a gateway says it again and
 * again, and nothing of it that was said before this process began to hear: a gateway that was
 * killed, or a whole Parley, leaves nobody behind to ring at.
 *
 * <p><b>Once.</b> Exactly once, but the clock isn't in the log: a firing that an aborted
 * transaction wrote comes again with another time. A deadline comes again in the same session, and
 * readers know it by the timer and the moment it names ({@code Fired.occurrence()}). Something that
 * rings might come again in another session, as the user may have moved meanwhile, and no reader
 * would know both. So where it rings is written first ({@code Timer.Assigned}, to {@code
 * timer.requests}), and it rings when that is read. What is read is read uncommitted: whoever takes
 * over reads the same, and the first for a timer and its moment counts.
 *
 * <p><b>Several moments.</b> A ring at a time of day is reckoned in its zone each time anew. Of the
 * times that passed while nobody was there the last one rings, for all. {@code Fired.due} says
 * which time it is.
 *
 * <p><b>Listing.</b> {@code Timer.Inquired} is answered with {@code Timer.Standing} in the session
 * that asks, with what rings and no deadlines, in the order in which it was set; what is set anew
 * keeps its place.
 *
 * <p><b>Limits.</b> A state is one record of the changelog. A ring beyond 250 of a user, or beyond
 * 100,000 characters of what they all say, is a dead letter; so is one at a time, in a zone or on a
 * day that there isn't. Deadlines are never refused for what rings.
 */
@NullMarked
package dev.parley.streams.timer;

import org.jspecify.annotations.NullMarked;
