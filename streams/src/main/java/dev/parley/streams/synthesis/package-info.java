/**
 * {@code replies}, {@code cancellations} → {@code audio.out}: says the agent's sentences, one by
 * one.
 *
 * <p>A transform. Of each sentence come its chunks, the first one short so that it is heard soon,
 * then {@code SentenceSpoken} with their number; the next sentence is made while the first is
 * heard. A cancelled reply is dropped for good: what is being made stops at the next piece of
 * sound, what waits is passed by, and nothing says that it ended. The synthesiser is called by many
 * lanes at once.
 *
 * <p>How fast and how loud the user wants to be spoken to comes with each sentence and is made
 * here, from the synthesiser's sound: the same for every engine, and for sound that was kept.
 * Pieces, the ends of words and {@code SentenceSpoken} are those of the sound as it is heard.
 *
 * <p>Redelivery: a sentence that comes again is spoken again: with the same ids, or, after a
 * takeover, under a higher attempt, since the sound may be another. Where the synthesiser says
 * where words end, pieces end there too, and each says how many words are over: whoever has sent
 * half a sentence of one attempt goes on with the next at the right word.
 */
@NullMarked
package dev.parley.streams.synthesis;

import org.jspecify.annotations.NullMarked;
