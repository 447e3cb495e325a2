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
 * <p>A lane has one detector and at most one open utterance, used by the lane's thread; the
 * engine's own work runs on its own threads meanwhile. If the engine fails, the utterance ends
 * without words and the record is given up.
 *
 * <p>Redelivery: progress is held at the first record of the open utterance, of the silence after
 * it, or of the pre-roll. Whoever reads again from there says the same under the same names, as far
 * as the detector, which begins anew, hears the same.
 */
@NullMarked
package dev.parley.streams.hearing;

import org.jspecify.annotations.NullMarked;
