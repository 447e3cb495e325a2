/**
 * {@code contexts} → {@code intents}: tells what the user wants.
 *
 * <p>A transform: one intent per context, in their order; {@code none} where nothing was
 * understood, or where the words are erased. The classifier is called by many lanes at once. The
 * same words give the same intent under the same id when they come again.
 */
@NullMarked
package dev.parley.streams.intent;

import org.jspecify.annotations.NullMarked;
