/** {@code conversation} → {@code turns}: decides when the floor passes to the agent. */
@NullMarked
package dev.parley.streams.turn;

import org.jspecify.annotations.NullMarked;
