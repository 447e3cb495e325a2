/** {@code replies} → {@code audio.out}: says the agent's sentences, one by one. */
@NullMarked
package dev.parley.streams.synthesis;

import org.jspecify.annotations.NullMarked;
