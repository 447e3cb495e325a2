/**
 * All of a turn's events → {@code timelines}: where a turn's time went.
 *
 * <p>Every event carries when its writer took up its cause and when it wrote the event. A turn's
 * path from the first sound to the reply's first sound is a chain of such pairs: what lies within a
 * pair was spent by the stage, what lies between two was spent on the way (a hop). So the segments
 * add up to the whole by construction; where the clocks of two processes differ by more than a hop
 * takes, the difference is shown as unattributed. The inputs come in any order; the turn is
 * measured once all of its chain is there. Exactly once.
 */
@NullMarked
package dev.parley.streams.timeline;

import org.jspecify.annotations.NullMarked;
