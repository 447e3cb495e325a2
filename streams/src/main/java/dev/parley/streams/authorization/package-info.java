/** {@code tool.requests} → {@code tool.calls}: lets a call pass, or refuses it with a reason. */
@NullMarked
package dev.parley.streams.authorization;

import org.jspecify.annotations.NullMarked;
