/** {@code contexts} → {@code intents}: tells what the user wants. */
@NullMarked
package dev.parley.streams.intent;

import org.jspecify.annotations.NullMarked;
