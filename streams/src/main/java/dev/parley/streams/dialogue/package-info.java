/**
 * {@code conversation} → {@code tool.requests}, {@code replies}, {@code cancellations}, {@code
 * timer.requests}: the agent loop.
 *
 * <p>A topology: it hears turns, intents, tool results, timers and failures in the one order of
 * {@code conversation}, and keeps per session which turns are open and where each stands ({@link
 * dev.parley.streams.dialogue.Phase}). Each turn is answered once: by its result, by a sentence
 * that says what went wrong, or, once its deadline has passed, by an apology. It is exactly once;
 * an event that was heard before is dropped by the host, and a timer's by the list of those that
 * have rung.
 *
 * <p>A model's answer ({@code completions}) is passed on sentence by sentence, as one reply, each
 * sentence putting the deadline off. When the model's stage dies in the middle, the model is asked
 * again and told what was said. Of each reply, what the client reported as heard is kept as said. A
 * turn of a session that never began is refused.
 *
 * <p>A turn is understood from what was talked about before ({@link
 * dev.parley.streams.dialogue.Focus}): the intent stage says what a sentence mentions, the dialogue
 * what it means. What timers and alarms stand is asked of {@code timer} before anything is done
 * about them.
 *
 * <p>Where the client wants it, speech pauses the reply that is being heard, and words end it. A
 * function that the client declared and chose is called in place of what the intent leads to, if
 * what it can't do without is among the slots; its result is said as it is.
 */
@NullMarked
package dev.parley.streams.dialogue;

import org.jspecify.annotations.NullMarked;
