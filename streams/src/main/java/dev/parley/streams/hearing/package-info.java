/**
 * {@code audio.in} → {@code speech}: tells speech from silence and turns it into words.
 *
 * <p>A transform. Sound is cut into frames of 20 ms that begin at multiples of 20 ms of audio time,
 * whatever the length of the records. An utterance begins with the pre-roll before its first
 * speech, ends with enough silence, or is cut at its greatest length; the next one then begins
 * where it was cut, and no sound belongs to two. {@code Started}, {@code Partial}s and one {@code
 * Final} come in this order; after a final, {@code SilenceContinues} in steps of audio time until
 * speech begins or it has lasted long. When no more sound will come, the utterance at hand is ended
 * at once.
 *
 * <p>Each record of sound may say how its client wants it heard: with other silences or another
 * threshold, or as one utterance until the client commits it. What the client takes back ends
 * without words.
 *
 * <p>A lane has one detector and at most one open utterance, used by the lane's thread; the
 * engine's own work runs on its own threads meanwhile. If the engine fails, the utterance ends
 * without words and the record is given up.
 *
 * <p>Sound goes by its position in audio time, not by its record: what comes again, from another
 * gateway too, is left out; a gap is heard as silence, and where records were lost unread it is
 * said as {@code StageFailed}.
 *
 * <p>Redelivery: progress is held at the first record of the open utterance, at the one that ended
 * the last while the silence after it is told, or at the pre-roll. Whoever takes over recalls what
 * was said: what has its final isn't heard again, an utterance that had begun keeps its name and
 * doesn't end before the last record of which something was said. The detector begins anew.
 */
@NullMarked
package dev.parley.streams.hearing;

import org.jspecify.annotations.NullMarked;
