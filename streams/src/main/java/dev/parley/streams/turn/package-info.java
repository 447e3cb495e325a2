/**
 * {@code conversation} → {@code turns}: decides when the floor passes to the agent.
 *
 * <p>A topology. It hears {@code Speech} and {@code Control.TextSubmitted} in the order of {@code
 * conversation}, and passes all else by. A turn begins with the first transcript that holds words;
 * further speech prolongs it; it ends once hearing reports as much silence as the {@link
 * dev.parley.streams.turn.TurnEndPolicy} wants, or that no more sound will come. Speech without a
 * pause ends the turn at its greatest length, once, and what follows is not heard until there is a
 * pause. A text is a turn of its own and changes nothing about one that is being spoken.
 * Transcripts without words are no turn and prolong none. Time is audio time; no clock is asked.
 *
 * <p>A client may choose ({@code Control.TurnDetectionChosen}) how much silence ends its turns, or
 * that they end when it requests an answer ({@code Control.ResponseRequested}); with push to talk
 * each utterance counts, even one without words.
 *
 * <p>Exactly once. A turn is named by the session and the offset in {@code conversation} of what
 * ended it, so a turn that is decided again has the same name and the same content.
 */
@NullMarked
package dev.parley.streams.turn;

import org.jspecify.annotations.NullMarked;
