/**
 * Plays a recorded conversation through today's topologies, and tells where what they write differs
 * from what was recorded.
 *
 * <p>The recording is a session's log ({@link dev.parley.streams.replay.Recording}). {@code
 * conversation} is played in its recorded order, under its recorded offsets, to the topologies that
 * read it; what engines said stands as it was recorded, unless their stage is run anew. Where a
 * replayed stage wrote something else, the later stages hear that instead of what was recorded, in
 * its recorded place; an event that was never recorded has no such place and is only reported.
 *
 * <p>Wall-clock times of records ({@link dev.parley.schemas.event.Times}) are taken from the
 * recording and never compared; ids and contents are. What depends on the order in which several
 * inputs happened to be read is compared by what it is about: a timer by its name, a turn's
 * timeline by its last measurement; the audit's inputs are given in the order of its recorded
 * entries.
 *
 * <p>Nothing here asks a broker, a clock or a store. The classes are for one thread.
 */
@NullMarked
package dev.parley.streams.replay;

import org.jspecify.annotations.NullMarked;
