/**
 * All of a turn's events → {@code timelines}: where a turn's time went.
 *
 * <p>Every event carries when its writer took up its cause and when it wrote the event. A turn's
 * path from the first sound to the reply's first sound is a chain of such pairs: what lies within a
 * pair was spent by the stage, what lies between two was spent on the way (a hop). So the segments
 * add up to the whole by construction. Where the clocks of two processes differ so much that a hop
 * would end before it began, it counts as nothing, and the stage's segment is shorter by as much.
 *
 * <p>The inputs come in any order; the turn is measured once all of its chain is there, and again
 * if a part comes late (a tool's, say, whose topics lag behind): the last measurement of a turn
 * counts. Ids are derived from the id of the turn's end, with the number of the measurement.
 * Exactly once.
 */
@NullMarked
package dev.parley.streams.timeline;

import org.jspecify.annotations.NullMarked;
